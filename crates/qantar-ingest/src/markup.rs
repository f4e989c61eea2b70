//! Markup built into a tree that is counted while it grows; and the bare words of a piece of it.
//!
//! What a tree costs is told by no scan beforehand: elements are made that nobody wrote, and others than those written
//! are closed. So the builder is watched at its work, and stopped at the tag that is too many.

use crate::scan::{self, Attributes};
use dom_query::{Document, NodeId};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{
    ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink, create_element,
};
use html5ever::{Attribute, QualName, TokenizerResult, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ops::Range;

/// Browsers nest elements no deeper (Chromium and WebKit: 512); building a tree looks through all that are open.
const DEEPEST: usize = 512;
/// More tags and comments than these are in no report seen (guess, 2026-11); a tree of them takes more memory than a
/// report may.
const MOST_TAGS: usize = 150_000;
/// More attributes on one element than these: each is compared with all before it (guess, 2026-11).
const MOST_ATTRIBUTES: usize = 500;
/// Formatting that was never closed is made anew in every paragraph that follows: at most so many elements and
/// attributes in all that no tag wrote (guess, 2026-11).
const MOST_ANEW: usize = 200_000;

const TOO_DEEP: &str = "elements nested too deep";
const TOO_MANY: &str = "too many elements";
const TOO_MARKED: &str = "an element with too many attributes";

/// The tree of a page, or why none is built.
pub(crate) fn page(markup: &str) -> Result<Document, &'static str> {
    let builder = TreeBuilder::new(Counted::over(Document::default()), OPTIONS);
    built(markup, builder, TokenizerOpts::default())
}

/// The tree of markup that stands in the body of a page, or why none is built.
pub(crate) fn piece(markup: &str) -> Result<Document, &'static str> {
    let sink = Counted::over(Document::fragment_sink());
    let body = create_element(&sink, QualName::new(None, ns!(html), local_name!("body")), Vec::new());
    let options = TreeBuilderOpts { drop_doctype: true, ..OPTIONS };
    let builder = TreeBuilder::new_for_fragment(sink, body, None, options);
    let initial_state = Some(builder.tokenizer_state_for_context_elem(false));
    built(markup, builder, TokenizerOpts { initial_state, ..TokenizerOpts::default() })
}

/// The words of a headline or a summary without tags and entities; a line for each paragraph.
pub(crate) fn words(markup: &str) -> String {
    if !markup.contains(['<', '&']) {
        return markup.to_owned();
    }
    piece(markup).map_or_else(|_| scan::lines(markup).join("\n"), |piece| piece.formatted_text().trim().to_owned())
}

/// All text of a piece of markup as it stands there, without tags and entities.
pub(crate) fn text(markup: &str) -> String {
    if !markup.contains(['<', '&']) {
        return markup.to_owned();
    }
    piece(markup).map_or_else(|_| scan::lines(markup).join("\n"), |piece| piece.text().to_string())
}

/// As dom_query builds its trees.
const OPTIONS: TreeBuilderOpts = TreeBuilderOpts {
    exact_errors: false,
    scripting_enabled: false,
    iframe_srcdoc: false,
    drop_doctype: false,
    quirks_mode: QuirksMode::NoQuirks,
};

/// Gives the markup to a builder, a mark "<" and what follows it at a time.
fn built(
    markup: &str,
    builder: TreeBuilder<Handle, Counted>,
    options: TokenizerOpts,
) -> Result<Document, &'static str> {
    let reader = Reader {
        whole: StrTendril::from(markup),
        queue: BufferQueue::default(),
        tokenizer: Tokenizer::new(Watched { builder, tokens: Cell::new(0) }, options),
    };
    // The attributes of the tag that may be open since a piece before: a value may hold marks.
    let mut open: Option<Attributes> = None;
    let mut start = 0;
    while start < markup.len() {
        let rest = &markup.as_bytes()[start + 1..];
        let end = memchr::memchr(b'<', rest).map_or(markup.len(), |length| start + 1 + length);
        let told = reader.tokens();
        let attributes = open.get_or_insert_with(|| Attributes::opened(&markup[start..end]));
        let mut from = start;
        if let Some(length) = attributes.pass(&markup.as_bytes()[start..end], MOST_ATTRIBUTES) {
            reader.read(start..start + length);
            // A tag says nothing before its end; text does, so this would be none.
            if reader.tokens() == told {
                return Err(TOO_MARKED);
            }
            from += length;
        }
        reader.read(from..end);
        if reader.tokens() != told {
            open = None;
        }
        reader.sink().refusal()?;
        start = end;
    }
    reader.tokenizer.end();
    reader.sink().refusal()?;
    Ok(reader.tokenizer.sink.builder.sink.finish())
}

/// A tokenizer with what it reads.
struct Reader {
    whole: StrTendril,
    queue: BufferQueue,
    tokenizer: Tokenizer<Watched>,
}

impl Reader {
    fn read(&self, range: Range<usize>) {
        let Ok((start, length)) = u32::try_from(range.start).and_then(|start| Ok((start, range.len().try_into()?)))
        else {
            return;
        };
        self.queue.push_back(self.whole.subtendril(start, length));
        // It stops at each script, which is not run.
        while !matches!(self.tokenizer.feed(&self.queue), TokenizerResult::Done) {}
    }

    /// How many tokens were told so far.
    fn tokens(&self) -> usize {
        self.tokenizer.sink.tokens.get()
    }

    fn sink(&self) -> &Counted {
        &self.tokenizer.sink.builder.sink
    }
}

/// A tree builder whose tokens are counted.
struct Watched {
    builder: TreeBuilder<Handle, Counted>,
    tokens: Cell<usize>,
}

impl TokenSink for Watched {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        // An error may be told in the middle of a tag.
        self.tokens.set(self.tokens.get() + usize::from(!matches!(token, Token::ParseError(_))));
        match &token {
            Token::TagToken(tag) => self.builder.sink.read_tag(tag),
            Token::CommentToken(_) => self.builder.sink.read_mark(),
            _ => {}
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A node and its place in the order in which nodes were made.
#[derive(Clone)]
struct Handle {
    id: NodeId,
    nth: usize,
}

/// A tree that grows, and what it has cost.
struct Counted {
    document: Document,
    /// How deep each node stands; 0 for what stands nowhere yet.
    depths: RefCell<Vec<usize>>,
    deepest: Cell<usize>,
    /// The tags and comments that were read.
    tags: Cell<usize>,
    /// The elements that start tags wrote, with their attributes.
    written: Cell<usize>,
    /// The elements that were made, with their attributes.
    made: Cell<usize>,
    /// The attributes that later tags gave to an element that stands.
    added: Cell<usize>,
}

impl Counted {
    fn over(document: Document) -> Counted {
        let nothing = || Cell::new(0);
        Counted {
            document,
            depths: RefCell::new(vec![0]),
            deepest: nothing(),
            tags: nothing(),
            written: nothing(),
            made: nothing(),
            added: nothing(),
        }
    }

    fn read_mark(&self) {
        self.tags.set(self.tags.get() + 1);
    }

    fn read_tag(&self, tag: &Tag) {
        self.read_mark();
        if tag.kind == TagKind::StartTag {
            self.written.set(self.written.get() + 1 + tag.attrs.len());
        }
    }

    /// Why the tree may grow no further.
    fn refusal(&self) -> Result<(), &'static str> {
        let bounds = [
            (self.deepest.get(), DEEPEST, TOO_DEEP),
            (self.tags.get(), MOST_TAGS, TOO_MANY),
            (self.made.get().saturating_sub(self.written.get()), MOST_ANEW, TOO_MANY),
            (self.added.get(), MOST_ATTRIBUTES, TOO_MARKED),
        ];
        bounds.into_iter().find(|(count, most, _)| count > most).map_or(Ok(()), |(_, _, why)| Err(why))
    }

    fn made(&self, id: NodeId) -> Handle {
        let mut depths = self.depths.borrow_mut();
        depths.push(0);
        Handle { id, nth: depths.len() - 1 }
    }

    /// Notes how deep a node stands that is put somewhere; what it holds is not looked through again.
    fn put(&self, child: NodeOrText<Handle>, depth: usize) -> NodeOrText<NodeId> {
        match child {
            NodeOrText::AppendNode(child) => {
                self.depths.borrow_mut()[child.nth] = depth;
                self.deepest.set(self.deepest.get().max(depth));
                NodeOrText::AppendNode(child.id)
            }
            NodeOrText::AppendText(text) => NodeOrText::AppendText(text),
        }
    }

    fn depth(&self, node: &Handle) -> usize {
        self.depths.borrow()[node.nth]
    }
}

impl TreeSink for Counted {
    type Handle = Handle;
    type Output = Document;
    type ElemName<'a> = <Document as TreeSink>::ElemName<'a>;

    fn finish(self) -> Document {
        self.document
    }

    /// Nobody asks for the errors, and a page may have millions.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: self.document.get_document(), nth: 0 }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Self::ElemName<'a> {
        self.document.elem_name(&target.id)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.made.set(self.made.get() + 1 + attributes.len());
        self.made(self.document.create_element(name, attributes, flags))
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.made(self.document.create_comment(text))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.made(self.document.create_pi(target, data))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let child = self.put(child, self.depth(parent) + 1);
        self.document.append(&parent.id, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let child = self.put(child, self.depth(sibling));
        self.document.append_before_sibling(&sibling.id, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, before: &Handle, child: NodeOrText<Handle>) {
        let child = self.put(child, self.depth(element).max(self.depth(before) + 1));
        self.document.append_based_on_parent_node(&element.id, &before.id, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.document.append_doctype_to_document(name, public, system);
    }

    /// The content stands as deep as its element, though nowhere in the tree.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        Handle { id: self.document.get_template_contents(&target.id), nth: target.nth }
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        self.added.set(self.added.get() + attributes.len());
        self.document.add_attrs_if_missing(&target.id, attributes);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.document.remove_from_parent(&target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        self.document.reparent_children(&node.id, &parent.id);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Handle) -> bool {
        self.document.is_mathml_annotation_xml_integration_point(&handle.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Why no tree of a page is built.
    fn why(markup: &str) -> Option<&'static str> {
        page(markup).err()
    }

    #[test]
    fn what_cannot_be_built_is_told() {
        let colours: String = (0..450).map(|n| format!("<font color={n}>")).collect();
        let many: String = (0..600).map(|n| format!(" a{n}=1")).collect();
        let cases = [
            ("<div>".repeat(600), Some(TOO_DEEP)),
            ("<noscript><p></noscript>".to_owned() + &"<div>".repeat(600), Some(TOO_DEEP)),
            (format!("<body><noscript>{}</noscript>", "<div>".repeat(600)), Some(TOO_DEEP)),
            (format!("<!--x--!>{}-->", "<div>".repeat(600)), Some(TOO_DEEP)),
            (format!("<svg><title>{}</title></svg>", "<g>".repeat(600)), Some(TOO_DEEP)),
            ("<div></x>".repeat(600), Some(TOO_DEEP)),
            ("<template>".repeat(600), Some(TOO_DEEP)),
            (format!("<p>{colours}</p>{}", "<p><img>".repeat(500)), Some(TOO_MANY)),
            ("<br>".repeat(MOST_TAGS + 1), Some(TOO_MANY)),
            ("<!>".repeat(MOST_TAGS + 1), Some(TOO_MANY)),
            (format!("<p{many}>"), Some(TOO_MARKED)),
            (format!("<p{}", "a=1 ".repeat(600)), Some(TOO_MARKED)),
            (format!("<p title ='>'{many}>"), Some(TOO_MARKED)),
            (format!("<noscript><p{many}>"), Some(TOO_MARKED)),
            (format!("<script></script{many}>"), Some(TOO_MARKED)),
            (format!("<p title='<b> <i>'{many}>"), Some(TOO_MARKED)),
            ((0..600).fold("<p".to_owned(), |tag, n| format!("{tag}</a{n}")), Some(TOO_MARKED)),
            ((0..600).map(|n| format!("<html a{n}=1>")).collect(), Some(TOO_MARKED)),
            (format!("<p>{}<b x=1>{}</b>", "x ".repeat(600), "x ".repeat(600)), None),
            (format!("<p title='{}<b {}'>", "x ".repeat(600), "x ".repeat(600)), None),
            (format!("<!-- <b {} -->", "x ".repeat(600)), None),
            (format!("<script>a <b {}</script>", "x ".repeat(600)), None),
            (format!("<title>a <b {}</title>", "x ".repeat(600)), None),
            (format!("<p>a < {}", "b c ".repeat(600)), None),
            ("<p><li>x".repeat(600), None),
            ("<b>x</b>".repeat(600), None),
        ];
        for (markup, told) in cases {
            assert_eq!(why(&markup), told, "{}", &markup[..60]);
        }
    }

    #[test]
    fn a_piece_is_guarded_as_a_page_is() {
        let deep = format!("Miners{} marched", "<div>".repeat(5_000));
        assert_eq!(piece(&deep).err(), Some(TOO_DEEP));
        assert_eq!(words(&deep), "Miners\nmarched");
        assert_eq!(text(&deep), "Miners\nmarched");
        assert_eq!(words("<p>Kenya&#8217;s<p>vote"), "Kenya’s\n\nvote");
        assert_eq!(text("<p>Kenya&#8217;s<p>vote"), "Kenya’svote");
    }

    #[test]
    fn a_tree_is_the_one_that_dom_query_builds() {
        let oruro = include_str!("../../../corpora/ingest/oruro.html");
        assert_eq!(page(oruro).map(|page| page.html()), Ok(Document::from(oruro).html()));
    }

    /// Pieces of markup between which the builder's rules are many.
    const PIECES: [&str; 40] = [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i class=x>",
        "</i>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<a href=y>",
        "</a>",
        "<div>",
        "</div>",
        "<svg>",
        "</svg>",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "<noscript>",
        "</noscript>",
        "<!--",
        "-->",
        "--!>",
        "<pre>\n",
        "\r\n",
        "&amp;",
        "&am",
        "<",
        "</",
        "<p a='<b>' c",
        "\u{feff}",
        "word ",
        "\0",
        "<template>",
        "<select><option>",
        "<![CDATA[",
        "<html z=1>",
    ];

    proptest! {
        #[test]
        fn any_tree_is_the_one_that_dom_query_builds(chosen in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..30)) {
            let markup = chosen.concat();
            prop_assert_eq!(page(&markup).map(|page| page.html()), Ok(Document::from(markup.as_str()).html()));
            let built = piece(&markup).map(|page| page.html());
            prop_assert_eq!(built, Ok(Document::fragment(markup.as_str()).html()));
        }
    }
}
