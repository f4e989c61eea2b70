//! A page as a flat list of its nodes, each before what it holds. Made once; all that is asked of a page is asked here.

use dom_query::{Document, NodeData, NodeRef};

/// The nodes of a page in the order in which they start. Nothing is ever taken out: what is not wanted is marked by
/// whoever does not want it.
pub(crate) struct Tree<'p> {
    nodes: Vec<Node<'p>>,
}

/// One element or one text.
pub(crate) struct Node<'p> {
    node: NodeRef<'p>,
    /// The place of the element around it in the list; its own for the first.
    pub parent: usize,
    /// The place of the first node that it does not hold.
    pub end: usize,
    /// The name of an element, in lower case; none for a text.
    name: Option<Box<str>>,
}

/// Elements whose words no reader sees.
const UNREAD: [&str; 8] = ["script", "style", "noscript", "template", "head", "svg", "iframe", "textarea"];

impl<'p> Tree<'p> {
    pub(crate) fn of(page: &'p Document) -> Tree<'p> {
        let mut nodes: Vec<Node<'p>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut next = Some(page.root());
        // Without recursion: pages may be nested deeper than the stack is.
        while let Some(node) = next {
            let at = nodes.len();
            let parent = open.last().copied().unwrap_or(at);
            nodes.push(Node { node, parent, end: at + 1, name: name(&node) });
            next = node.first_child();
            if next.is_some() {
                open.push(at);
                continue;
            }
            let mut last = node;
            while next.is_none() {
                next = last.next_sibling();
                if next.is_some() {
                    break;
                }
                let Some(around) = open.pop() else { break };
                nodes[around].end = nodes.len();
                last = nodes[around].node;
            }
        }
        Tree { nodes }
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn node(&self, at: usize) -> &Node<'p> {
        &self.nodes[at]
    }

    /// The name of an element; empty for what is none.
    pub(crate) fn name(&self, at: usize) -> &str {
        self.nodes[at].name.as_deref().unwrap_or("")
    }

    pub(crate) fn is_text(&self, at: usize) -> bool {
        self.nodes[at].node.is_text()
    }

    /// Gives the words of a text node to `read`; no words of any other node.
    pub(crate) fn text<T>(&self, at: usize, read: impl FnOnce(&str) -> T) -> T {
        let mut read = Some(read);
        let told = self.nodes[at].node.query(|node| match &node.data {
            NodeData::Text { contents } => read.take().map(|read| read(contents)),
            _ => None,
        });
        match (told.flatten(), read) {
            (Some(told), _) => told,
            (None, Some(read)) => read(""),
            (None, None) => unreachable!("what was read was told"),
        }
    }

    /// Gives each attribute of an element to `take`: its name, its value.
    pub(crate) fn attributes(&self, at: usize, mut take: impl FnMut(&str, &str)) {
        self.nodes[at].node.query(|node| {
            if let NodeData::Element(element) = &node.data {
                element.attrs.iter().for_each(|attribute| take(&attribute.name.local, &attribute.value));
            }
        });
    }

    pub(crate) fn attribute(&self, at: usize, name: &str) -> Option<String> {
        self.nodes[at].name.as_ref()?;
        self.nodes[at].node.attr(name).map(|value| value.to_string())
    }

    /// Whether no reader sees the words inside this element.
    pub(crate) fn is_unread(&self, at: usize) -> bool {
        UNREAD.contains(&self.name(at))
    }

    /// The places of all elements with this name.
    pub(crate) fn named<'t>(&'t self, name: &'t str) -> impl Iterator<Item = usize> + 't {
        (0..self.len()).filter(move |&at| self.name(at) == name)
    }

    /// The elements around, innermost first.
    pub(crate) fn around(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(at), |&at| Some(self.nodes[at].parent).filter(|&parent| parent != at)).skip(1)
    }

    /// The words inside that a reader sees, elements that end a line set apart by a space; at most about `most` bytes.
    pub(crate) fn words(&self, at: usize, most: usize) -> String {
        let mut words = String::new();
        let mut inner = at;
        while inner < self.nodes[at].end && words.len() < most {
            if self.is_unread(inner) && inner != at {
                inner = self.nodes[inner].end;
                continue;
            }
            if self.is_text(inner) {
                self.text(inner, |text| words.push_str(text));
            } else if !crate::walk::is_inline(self.name(inner)) {
                words.push(' ');
            }
            inner += 1;
        }
        words
    }

    /// The text inside as it stands, for scripts.
    pub(crate) fn raw(&self, at: usize) -> String {
        (at..self.nodes[at].end).map(|inner| self.text(inner, str::to_owned)).collect()
    }
}

fn name(node: &NodeRef) -> Option<Box<str>> {
    node.query_or(None, |node| match &node.data {
        NodeData::Element(element) => Some(Box::from(&*element.name.local)),
        _ => None,
    })
}
