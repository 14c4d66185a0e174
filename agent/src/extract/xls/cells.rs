//! Cells of a sheet: texts, numbers, and what formulas came to.

use std::io::Read;

use super::Book;
use crate::extract::{Stop, block::Blocks, text::Cell};

impl<R: Read> Book<R> {
    /// Takes a record if it holds cells; tells whether it does.
    pub(super) fn cells(&mut self, kind: u16, blocks: &mut Blocks<'_>) -> Result<bool, Stop> {
        match kind {
            0x00fd => self.shared(blocks),
            0x0204 | 0x00d6 | 0x0004 => self.label(kind, blocks),
            0x0203 | 0x0003 | 0x0002 => self.number(kind, blocks),
            0x027e | 0x00bd => self.small_numbers(kind, blocks),
            0x0006 | 0x0206 | 0x0406 => self.formula(blocks),
            0x0207 | 0x0007 => self.formula_text(blocks),
            _ => return Ok(false),
        }
        .map(|()| true)
    }

    /// A cell that refers to a shared string.
    fn shared(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let cell = self.cell()?;
        let mut body = self.records.body();
        body.skip(6)?;
        let number = body.long()? as usize;
        lines(self.strings.get(number), |line| {
            blocks.push(line, self.at, Some(cell), false)
        })
    }

    /// A cell with its own text.
    fn label(&mut self, kind: u16, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let cell = self.cell()?;
        let mut body = self.records.body();
        body.skip(if kind == 0x0004 { 7 } else { 6 })?;
        let text = self.letters.long_string(&mut body)?;
        lines(&text, |line| blocks.push(line, self.at, Some(cell), false))
    }

    fn number(&mut self, kind: u16, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let cell = self.cell()?;
        let mut body = self.records.body();
        body.skip(if kind == 0x0203 { 6 } else { 7 })?;
        let value = if kind == 0x0002 {
            f64::from(body.short()?)
        } else {
            body.double()?
        };
        blocks.push(&written(value), self.at, Some(cell), true)
    }

    /// Numbers packed into four bytes: one, or a row of neighbours.
    fn small_numbers(&mut self, kind: u16, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let mut cell = self.cell()?;
        let mut body = self.records.body();
        body.skip(4)?;
        let count = if kind == 0x00bd { body.rest().len() / 6 } else { 1 };
        for _ in 0..count {
            body.skip(2)?;
            let value = unpacked(body.long()?);
            blocks.push(&written(value), self.at, Some(cell), true)?;
            cell.column = cell.column.saturating_add(1);
        }
        Ok(())
    }

    /// A formula with the number it came to, or the promise of a text.
    fn formula(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let cell = self.cell()?;
        let mut body = self.records.body();
        body.skip(if self.letters.two() { 7 } else { 6 })?;
        let value = body.double()?;
        let bits = value.to_bits();
        if bits >> 48 != 0xffff {
            return blocks.push(&written(value), self.at, Some(cell), true);
        }
        self.formula = (bits & 0xff == 0).then_some(cell);
        Ok(())
    }

    fn formula_text(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let text = self.letters.long_string(&mut self.records.body())?;
        let Some(cell) = self.formula.take() else {
            return Ok(());
        };
        lines(&text, |line| blocks.push(line, self.at, Some(cell), false))
    }

    /// Returns the place of the cell of this record.
    fn cell(&mut self) -> Result<Cell, Stop> {
        let mut body = self.records.body();
        Ok(Cell {
            table: self.table,
            row: u32::from(body.short()?) + 1,
            column: u32::from(body.short()?) + 1,
        })
    }
}

/// Gives every line of a text.
pub(super) fn lines(text: &str, push: impl FnMut(&str) -> Result<(), Stop>) -> Result<(), Stop> {
    text.split(['\n', '\r']).try_for_each(push)
}

/// Writes a number as a person would: whole numbers without exponent.
pub(in crate::extract) fn written(value: f64) -> String {
    if value.is_finite() {
        format!("{value}")
    } else {
        String::new()
    }
}

/// Unpacks a number: two flags, and a whole number or the upper bits of a long one.
pub(in crate::extract) fn unpacked(packed: u32) -> f64 {
    let value = if packed & 2 != 0 {
        f64::from(packed.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(packed & !3) << 32)
    };
    if packed & 1 != 0 { value / 100.0 } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_out_without_exponent() {
        assert_eq!(written(123_456_789_018.0), "123456789018");
        assert_eq!(written(4_111_111_111_111_110.0), "4111111111111110");
        assert_eq!(written(3.5), "3.5");
    }

    #[test]
    fn packed_numbers_are_whole_or_halved_or_hundredths() {
        assert_eq!(unpacked((5 << 2) | 2), 5.0);
        assert_eq!(unpacked((1234 << 2) | 3), 12.34);
        assert_eq!(unpacked(0x3ff0_0000), 1.0);
        assert_eq!(unpacked(0xffff_fffe), -1.0);
    }
}
