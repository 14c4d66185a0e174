//! Looks at what lies where and what is plugged in: desktops and media now; posture and watching later.

pub mod desktop;
pub mod media;
pub mod walk;
