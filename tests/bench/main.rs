//! The benchmarks: each figure against a named baseline in the same run.
//!
//! Alternating runs, medians; README.md beside this file has the commands, the
//! figures and the machine. Nothing here is a test: a slow machine fails nothing.

mod footprint;
mod ingest;
mod measure;
mod media;
mod pages;
mod scan;
mod sweep;
mod tree;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Measures Mimawari against simple baselines.
#[derive(Parser, Debug)]
#[command(name = "mimawari-bench")]
struct Cli {
    /// Runs of each contestant; the median counts
    #[arg(long, global = true, default_value_t = 5)]
    runs: usize,

    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Make the tree of office files and texts
    Tree {
        /// Where; made where it is missing, left alone where it is whole
        dir: PathBuf,
        /// How many files
        #[arg(long, default_value_t = 50_000)]
        files: u64,
        /// How much, in MB
        #[arg(long, default_value_t = 2_000)]
        megabytes: u64,
        /// Which tree
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// `scan` against `rg` with an equivalent pattern and `cat` to nothing
    Sweep {
        /// The tree
        dir: PathBuf,
    },
    /// Text by its coding, plain files and office documents against `rg` and bare unpacking
    Scan {
        /// Size of the text, in MiB
        #[arg(long, default_value_t = 300)]
        megabytes: u64,
    },
    /// Every format in a folder of documents, by its ending
    Formats {
        /// The folder, for example the train part of the corpus
        dir: PathBuf,
    },
    /// A round over an unchanged tree against `find`
    Again {
        /// The tree
        dir: PathBuf,
    },
    /// From the built programs to the table, over a desktop of 1,000 files
    First,
    /// Reading the past of media from a registry file, logs of installation and a kernel log against `cat`
    Media {
        /// Devices in each of them
        #[arg(long, default_value_t = 1_000)]
        devices: usize,
    },
    /// The pages about media at a collector full of media and findings: time and size of each
    Pages {
        /// Rows of the ledger of media
        #[arg(long, default_value_t = 5_000)]
        media: usize,
        /// Stays of media in this term
        #[arg(long, default_value_t = 20_000)]
        stays: usize,
        /// Findings
        #[arg(long, default_value_t = 1_000_000)]
        findings: usize,
        /// Keep the pages there
        #[arg(long, value_name = "DIR")]
        save: Option<PathBuf>,
    },
    /// Size of the programs, and memory of the agent idle and at its peak
    Footprint {
        /// The tree
        dir: PathBuf,
    },
    /// Findings taken in from simulated agents against a bare SQLite loop
    Ingest {
        /// Machines at once
        #[arg(long, default_value_t = 100)]
        agents: usize,
        /// Findings in all
        #[arg(long, default_value_t = 200_000)]
        findings: usize,
        /// Findings in one parcel
        #[arg(long, default_value_t = 50)]
        parcel: usize,
    },
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    match cli.what {
        What::Tree {
            dir,
            files,
            megabytes,
            seed,
        } => tree::make(&dir, files, megabytes << 20, seed),
        What::Sweep { dir } => sweep::fresh(&dir, cli.runs),
        What::Scan { megabytes } => scan::made(megabytes, cli.runs),
        What::Formats { dir } => scan::formats(&dir, cli.runs),
        What::Again { dir } => sweep::again(&dir, cli.runs),
        What::First => sweep::first_run(cli.runs),
        What::Media { devices } => media::measure(devices, cli.runs),
        What::Pages {
            media,
            stays,
            findings,
            save,
        } => {
            let load = pages::Load {
                media,
                stays,
                findings,
            };
            pages::measure(load, cli.runs, save.as_deref())
        }
        What::Footprint { dir } => footprint::measure(&dir),
        What::Ingest {
            agents,
            findings,
            parcel,
        } => ingest::measure(agents, findings, parcel, cli.runs),
    }
}
