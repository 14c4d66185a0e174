//! Looks at what lies where: desktops now; media, posture and watching later.

pub mod desktop;
pub mod walk;
