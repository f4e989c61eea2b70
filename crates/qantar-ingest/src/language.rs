//! Which language a report is in, when there is enough of it to tell.

use crate::lists;
use qantar_record::{Block, BlockKind};

/// Fewer bytes of running text than this tell no language (a guess, 2026-11); more than `MOST` tell nothing new.
const LEAST: usize = 160;
const MOST: usize = 6_000;

/// The ISO 639-1 code of the language of the running text; none when it cannot be told for sure.
pub(crate) fn tell(text: &str, blocks: &[Block]) -> Option<String> {
    let mut sample = String::new();
    for block in blocks.iter().filter(|block| block.kind.tells() || block.kind == BlockKind::Title) {
        sample.push_str(&text[block.span.range()]);
        sample.push('\n');
        if sample.len() > MOST {
            break;
        }
    }
    if sample.len() < LEAST {
        return None;
    }
    let end = sample.char_indices().map(|(at, _)| at).take_while(|at| *at <= MOST).last().unwrap_or(0);
    let told = whatlang::detect(&sample[..end]).filter(whatlang::Info::is_reliable)?;
    short_code(told.lang().code()).map(str::to_owned)
}

/// The two letters for a language that markup states: "en" of "en-GB".
pub(crate) fn stated(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let known = lists::entries(lists::LANGUAGES).any(|line| line.ends_with(&format!(" {code}")));
    known.then_some(code)
}

fn short_code(long: &str) -> Option<&'static str> {
    lists::entries(lists::LANGUAGES)
        .filter_map(|line| line.split_once(' '))
        .find(|(code, _)| *code == long)
        .map(|(_, short)| short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use qantar_record::Span;

    fn of(text: &str) -> Option<String> {
        tell(text, &[Block::new(BlockKind::Paragraph, Span::new(0, text.len()))])
    }

    #[test]
    fn long_texts_tell_and_short_ones_do_not() {
        let english = "Crowds gathered in front of the ministry on Friday and asked for their wages. The police watched \
            from across the street and did nothing, several people who were there told us afterwards.";
        assert_eq!(of(english).as_deref(), Some("en"));
        let spanish = "La policía disparó gases lacrimógenos contra los manifestantes que habían llegado a la plaza desde \
            varias ciudades del sur, dijeron testigos, y al menos doce personas resultaron heridas durante la noche.";
        assert_eq!(of(spanish).as_deref(), Some("es"));
        assert_eq!(of("Two dead."), None);
    }

    #[test]
    fn tags_are_cut_to_two_letters() {
        assert_eq!(stated("en-GB").as_deref(), Some("en"));
        assert_eq!(stated("xx"), None);
        assert_eq!(stated(""), None);
    }
}
