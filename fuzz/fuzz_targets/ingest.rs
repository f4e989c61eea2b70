//! What holds of any bytes under any name: something arrives, what arrives is sound, and a run taken up behind any parcel
//! gives the rest.

use qantar_ingest::{Arrival, Mark, Parcel, Settings, open_bytes};

/// No more parcels of one input are looked at: a table of a megabyte may have a million rows.
const MOST: usize = 2_000;

/// Takes the bytes in as a file of this name; a line for what arrived, without what was in it.
pub fn check(name: &str, bytes: &[u8]) -> Vec<String> {
    let settings = Settings { most_bytes: 1 << 20, ..Settings::default() };
    let given = |mark: Option<&Mark>| open_bytes(name, bytes.to_vec(), &settings, mark).take(MOST);
    let (mut origins, mut lines) = (Vec::new(), Vec::new());
    let mut middle = None;
    let chosen = bytes.len() % 7;
    for (at, parcel) in given(None).enumerate() {
        let Parcel { origin, mark, .. } = &parcel;
        origins.push(origin.clone());
        if at == chosen {
            middle = Some(mark.clone());
        }
        let arrivals = parcel.unpack(&settings);
        assert!(!arrivals.is_empty());
        arrivals.iter().for_each(sound);
        lines.extend(arrivals.iter().take(20).map(shape));
    }
    assert!(!origins.is_empty());
    if let Some(mark) = middle.filter(|_| origins.len() < MOST) {
        let rest: Vec<_> = given(Some(&mark)).map(|parcel| parcel.origin).collect();
        assert_eq!(rest, origins[chosen + 1..], "taken up behind {mark:?}");
    }
    lines.truncate(50);
    lines
}

/// What arrived, as far as it tells one way through the program from another.
fn shape(arrival: &Arrival) -> String {
    match arrival {
        Arrival::Refused(refused) => refused.message.clone(),
        Arrival::Kept(kept) => {
            let document = &kept.document;
            let kinds: Vec<_> = document.blocks().iter().take(6).map(|block| block.kind.as_str()).collect();
            let problems: Vec<_> = kept.problems.iter().map(|problem| problem.message.as_str()).collect();
            format!("kept {} {}", kinds.join(" "), problems.join(" "))
        }
    }
}

/// No reader had a fault; blocks lie in order inside the text, and leave only white space outside.
fn sound(arrival: &Arrival) {
    let kept = match arrival {
        Arrival::Kept(kept) => kept,
        Arrival::Refused(refused) => {
            return assert!(!refused.message.starts_with("a fault in the program"), "{refused:?}");
        }
    };
    let text = kept.document.text();
    let mut reached = 0;
    for block in kept.document.blocks() {
        assert!(reached <= block.span.start && block.span.start < block.span.end);
        assert!(text[reached..block.span.start].trim().is_empty());
        reached = block.span.end;
    }
    assert!(text[reached..].trim().is_empty());
}
