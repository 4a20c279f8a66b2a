//! Arithmetic modulo a prime just below 2^61. Not a general field library: what elimination needs.

/// 2^61 - 1, a Mersenne prime.
pub(crate) const FIRST: u64 = (1 << 61) - 1;
/// 2^61 - 31, the largest prime below it.
pub(crate) const SECOND: u64 = (1 << 61) - 31;

/// The integers modulo a prime.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) prime: u64,
}

impl Field {
    /// The residue of a whole number.
    pub(crate) fn residue(self, number: i64) -> u64 {
        let size = number.unsigned_abs() % self.prime;
        if number < 0 && size > 0 {
            self.prime - size
        } else {
            size
        }
    }

    pub(crate) fn multiply(self, a: u64, b: u64) -> u64 {
        (u128::from(a) * u128::from(b) % u128::from(self.prime)) as u64
    }

    pub(crate) fn subtract(self, a: u64, b: u64) -> u64 {
        if a >= b { a - b } else { a + self.prime - b }
    }

    /// The inverse of a residue other than 0, by Fermat's little theorem.
    pub(crate) fn inverse(self, a: u64) -> u64 {
        let mut result = 1;
        let mut base = a;
        let mut exponent = self.prime - 2;
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = self.multiply(result, base);
            }
            base = self.multiply(base, base);
            exponent >>= 1;
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverses_multiply_to_one_in_both_fields() {
        for prime in [FIRST, SECOND] {
            let field = Field { prime };
            for a in [1, 2, 5, 1 << 40, prime - 1] {
                assert_eq!(field.multiply(a, field.inverse(a)), 1);
            }
        }
    }

    #[test]
    fn residues_of_negative_numbers_are_what_is_missing_to_zero() {
        let field = Field { prime: FIRST };
        assert_eq!(field.residue(-1), FIRST - 1);
        assert_eq!(field.residue(0), 0);
        assert_eq!(field.subtract(0, field.residue(-7)), 7);
    }
}
