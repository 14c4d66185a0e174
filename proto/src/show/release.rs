//! What a program says of its own release, in `--version --json`.

use serde::Serialize;

/// Particulars of a release; `mimawari.version/1`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Release {
    schema: &'static str,
    program: &'static str,
    version: &'static str,
    commit: Option<&'static str>,
    built: Option<&'static str>,
    target: Target,
    schemas: &'static [&'static str],
}

/// The processor and the system a program was built for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Target;

impl Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!(
            "{}-{}",
            std::env::consts::ARCH,
            std::env::consts::OS
        ))
    }
}

impl Release {
    /// Takes the program's name and every form of machine output that it writes.
    ///
    /// Commit and build date come from `MIMAWARI_COMMIT` and `MIMAWARI_BUILT`
    /// in the environment of the build, where they were given.
    pub const fn new(program: &'static str, schemas: &'static [&'static str]) -> Self {
        Self {
            schema: "mimawari.version/1",
            program,
            version: env!("CARGO_PKG_VERSION"),
            commit: option_env!("MIMAWARI_COMMIT"),
            built: option_env!("MIMAWARI_BUILT"),
            target: Target,
            schemas,
        }
    }
}

impl std::fmt::Display for Release {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.program, self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_tells_its_target_and_its_schemas() {
        let said = serde_json::to_value(Release::new("mimawari-x", &["mimawari.x/1"])).expect("plain values");
        assert_eq!(said["schema"], "mimawari.version/1");
        assert_eq!(said["program"], "mimawari-x");
        assert_eq!(said["schemas"][0], "mimawari.x/1");
        assert!(said["target"].as_str().is_some_and(|target| target.contains('-')));
    }
}
