//! The forms of English verbs and nouns, from base forms and a list of the irregular ones.

use std::collections::HashMap;

/// How a form of a verb stands to its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// "arrest", "arrests".
    Present,
    /// "arrested", "fought", "taken": past tense or participle.
    Past,
    /// "arresting".
    Ing,
}

/// All forms of a verb. `irregular` gives every inflected form of the verbs that the spelling rules would miss.
pub fn verb_forms(base: &str, irregular: &HashMap<String, Vec<String>>) -> Vec<(String, Form)> {
    let mut forms = vec![(base.to_owned(), Form::Present)];
    match irregular.get(base) {
        Some(listed) => forms.extend(listed.iter().map(|form| (form.clone(), form_of(base, form)))),
        None => forms.extend([(third_person(base), Form::Present), (past(base), Form::Past), (ing(base), Form::Ing)]),
    }
    if forms.iter().filter(|(form, _)| form == base).count() > 1 {
        // "shut", "put": the bare form is its own past.
        forms[0].1 = Form::Past;
    }
    forms
}

fn form_of(base: &str, form: &str) -> Form {
    if form.ends_with("ing") && form != base {
        Form::Ing
    } else if form == third_person(base) {
        Form::Present
    } else {
        Form::Past
    }
}

/// Singular and plural of a noun.
pub fn noun_forms(singular: &str, irregular: &HashMap<String, Vec<String>>) -> Vec<String> {
    let mut forms = vec![singular.to_owned()];
    match irregular.get(singular) {
        Some(listed) => forms.extend(listed.iter().cloned()),
        None => forms.push(third_person(singular)),
    }
    forms
}

/// Third person of a verb, plural of a noun: the same spelling rules.
fn third_person(base: &str) -> String {
    let sibilant = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end));
    match consonant_y(base) {
        Some(stem) => format!("{stem}ies"),
        None if sibilant => format!("{base}es"),
        None => format!("{base}s"),
    }
}

fn past(base: &str) -> String {
    match consonant_y(base) {
        Some(stem) => format!("{stem}ied"),
        None if base.ends_with('e') => format!("{base}d"),
        None => format!("{base}ed"),
    }
}

fn ing(base: &str) -> String {
    if let Some(stem) = base.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    match base.strip_suffix('e') {
        Some(stem) if !base.ends_with("ee") && !base.ends_with("ye") && !base.ends_with("oe") => format!("{stem}ing"),
        _ => format!("{base}ing"),
    }
}

/// The stem of a word that ends in a consonant and y.
fn consonant_y(base: &str) -> Option<&str> {
    base.strip_suffix('y').filter(|stem| stem.chars().last().is_some_and(|c| !"aeiou".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_forms() {
        let irregular =
            HashMap::from([("fight".to_owned(), vec!["fights".into(), "fought".into(), "fighting".into()])]);
        let forms = |base: &str| verb_forms(base, &irregular).into_iter().map(|(form, _)| form).collect::<Vec<_>>();
        assert_eq!(forms("arrest"), ["arrest", "arrests", "arrested", "arresting"]);
        assert_eq!(forms("seize"), ["seize", "seizes", "seized", "seizing"]);
        assert_eq!(forms("deny"), ["deny", "denies", "denied", "denying"]);
        assert_eq!(forms("fight"), ["fight", "fights", "fought", "fighting"]);
        assert_eq!(noun_forms("march", &HashMap::new()), ["march", "marches"]);
        assert!(verb_forms("fight", &irregular).contains(&("fought".into(), Form::Past)));
    }
}
