//! Who may see what, and how: console, lists, exports.
