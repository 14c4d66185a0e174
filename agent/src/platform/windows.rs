//! The room of Windows.

pub mod desktop;
pub mod folder;
pub mod lock;
pub mod machine;
pub mod media;
pub mod owner;
pub mod place;
pub mod private;
pub mod process;
pub mod room;
pub mod service;
pub mod stop;
