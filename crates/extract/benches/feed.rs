//! Reading of large feeds, plain and sanitised.

fn main() {
    divan::main();
}
