//! Generates the wire types from `v1/*.proto`, without an installed `protoc`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=v1");
    let files = protox::compile(["v1/enrol.proto", "v1/report.proto"], ["v1"])?;
    tonic_prost_build::configure()
        // Carries the token secret; `convert/enrolment.rs` gives it a Debug that hides it.
        .skip_debug(["mimawari.v1.EnrolRequest"])
        .compile_fds(files)?;
    Ok(())
}
