//! The data files are built into the crate: a new or changed one builds it anew.
fn main() {
    println!("cargo::rerun-if-changed=../../data");
    println!("cargo::rerun-if-changed=../../ontology");
}
