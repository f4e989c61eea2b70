//! Every trigger rule's example is told by it, and the sentence that looks alike is not.

use qantar_read::{World, segment};
use qantar_record::{Document, DocumentParts};

fn rules_of(world: &World, sentence: &str) -> Vec<String> {
    let document = Document::new(DocumentParts { text: sentence.into(), ..Default::default() });
    let text = segment::segment(&document, &world.abbreviations).value;
    let triggers = text.sentences.iter().flat_map(|s| world.events.triggers(text.tokens_of(s)));
    triggers.map(|trigger| trigger.rule.by.rule.clone()).collect()
}

#[test]
fn every_rule_tells_its_example_and_not_its_unlike() {
    let world = World::builtin().expect("the built-in data are sound");
    let mut wrong = Vec::new();
    for rule in world.events.rules() {
        let name = &rule.by.rule;
        let told = rules_of(&world, &rule.entry.example);
        let tells_type = |other: &String| other.split('.').next() == name.split('.').next();
        // A longer match of a sister rule of the same type may take the words.
        if !told.iter().any(tells_type) {
            wrong.push(format!("{name} does not tell its example: {}", rule.entry.example));
        }
        if rules_of(&world, &rule.entry.unlike).contains(name) {
            wrong.push(format!("{name} tells what it must not: {}", rule.entry.unlike));
        }
        if rule.entry.reason.trim().is_empty() {
            wrong.push(format!("{name} gives no reason"));
        }
    }
    assert!(world.events.rules().len() > 100, "the rules were not loaded");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
