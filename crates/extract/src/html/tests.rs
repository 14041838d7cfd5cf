//! Sanitising, as properties and by example.
