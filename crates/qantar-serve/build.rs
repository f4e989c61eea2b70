//! The page is built into the crate: a new or changed file builds it anew.
fn main() {
    println!("cargo::rerun-if-changed=page");
}
