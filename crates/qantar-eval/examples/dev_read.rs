use qantar::record::*;
use std::io::BufRead;
fn main() {
    let world = qantar::World::builtin().unwrap();
    let mut lines = 0;
    let docs: Vec<Document> = std::io::stdin()
        .lock()
        .lines()
        .map(|l| {
            let v: serde_json::Value = serde_json::from_str(&l.unwrap()).unwrap();
            let text = v["text"].as_str().unwrap().to_owned();
            let mut blocks = vec![];
            let mut start = 0;
            for part in text.split("\n\n") {
                blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(start, start + part.len()) });
                start += part.len() + 2;
            }
            Document::new(DocumentParts {
                received: text.clone().as_bytes(),
                text,
                blocks,
                published: v["published"].as_str().and_then(|d| d.parse().ok()),
                title: v["title"].as_str().map(str::to_owned),
                ..Default::default()
            })
        })
        .collect();
    let t = std::time::Instant::now();
    for d in &docs {
        let r = qantar::pipeline::read(d, &world);
        lines += r.sentences.len();
        println!("{}", qantar::public::reading(d, &r));
    }
    eprintln!("{lines} sentences {:?}", t.elapsed());
}
