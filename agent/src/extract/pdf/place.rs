//! Points and directions on a page.

/// A transformation: a point (x, y) goes to (a·x + c·y + e, b·x + d·y + f).
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    /// Leaves everything where it is.
    pub(super) const STAYS: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Transforms by `self` first and by `next` then.
    pub(super) fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, next.0);
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    /// Moves first.
    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }

    /// Transforms a point.
    pub(super) fn point(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// Transforms a direction.
    pub(super) fn direction(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, ..] = self.0;
        (a * x + c * y, b * x + d * y)
    }
}

/// Which way a line runs; its own axes are along it and across, in reading order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Way {
    /// To the right.
    Right,
    /// From top to bottom, characters upright.
    Upright,
    /// Downwards, characters lying.
    Down,
    /// To the left, upside down.
    Left,
    /// Upwards, characters lying.
    Up,
}

impl Way {
    /// Tells the way from a direction, where y goes down.
    pub(super) fn of(x: f64, y: f64, vertical: bool) -> Self {
        match () {
            () if vertical => Self::Upright,
            () if x.abs() >= y.abs() && x >= 0.0 => Self::Right,
            () if x.abs() >= y.abs() => Self::Left,
            () if y > 0.0 => Self::Down,
            () => Self::Up,
        }
    }

    /// Returns how far along and how far across a point is.
    pub(super) fn axes(self, x: f64, y: f64) -> (f64, f64) {
        match self {
            Self::Right => (x, y),
            Self::Upright | Self::Down => (y, -x),
            Self::Left => (-x, -y),
            Self::Up => (-y, x),
        }
    }
}
