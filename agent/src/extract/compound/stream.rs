//! One stream of a compound file, read from the runs it lies in.

use std::io::{self, Read, Seek, SeekFrom};

use super::{Compound, Run};
use crate::extract::{Stop, limits::Budget, sought};

/// A stream under way. Ends early where the file is damaged.
pub(in crate::extract) struct Stream<'c, 's> {
    pub(super) compound: &'c mut Compound<'s>,
    pub(super) runs: Vec<Run>,
    pub(super) size: u64,
    pub(super) at: u64,
    pub(super) budget: Option<&'c Budget>,
}

impl<'c> Stream<'c, '_> {
    /// Takes what is read from a budget from now on.
    pub(in crate::extract) fn paid_from(self, budget: &'c Budget) -> Self {
        Self {
            budget: Some(budget),
            ..self
        }
    }

    /// Reads a part; fewer bytes where the stream ends.
    pub(in crate::extract) fn part(&mut self, at: u64, length: u64, bytes: &mut Vec<u8>) -> Result<(), Stop> {
        bytes.clear();
        self.at = at;
        self.take(length)
            .read_to_end(bytes)
            .map(drop)
            .map_err(|error| Stop::of(&error))
    }

    /// Returns how many bytes can be read.
    pub(in crate::extract) fn size(&self) -> u64 {
        self.size
    }
}

impl Read for Stream<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let after = self.runs.partition_point(|run| run.from <= self.at);
        let Some(run) = after.checked_sub(1).and_then(|at| self.runs.get(at)) else {
            return Ok(0);
        };
        let inside = self.at - run.from;
        let left = run
            .length
            .saturating_sub(inside)
            .min(self.size.saturating_sub(self.at));
        let length = left.min(buffer.len() as u64) as usize;
        if length == 0 {
            return Ok(0);
        }
        self.compound.source.seek(SeekFrom::Start(run.place + inside))?;
        let got = self.compound.source.read(&mut buffer[..length])?;
        self.compound.damaged |= got == 0;
        self.at += got as u64;
        if let Some(budget) = self.budget {
            budget.unpack(got).map_err(io::Error::other)?;
        }
        Ok(got)
    }
}

impl Seek for Stream<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = sought(to, self.at, self.size)?;
        Ok(self.at)
    }
}
