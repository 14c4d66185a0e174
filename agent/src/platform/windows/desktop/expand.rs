//! `%NAME%` in a registry value.

/// Puts in the variables; `None` when one is not known, because the rest would be another path.
pub(super) fn variables(text: &str, known: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        let Some((name, behind)) = after.split_once('%') else {
            break;
        };
        expanded.push_str(before);
        expanded.push_str(&known(name)?);
        rest = behind;
    }
    expanded.push_str(rest);
    Some(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_put_in_and_an_unknown_one_spoils_the_path() {
        let known = |name: &str| (name == "USERPROFILE").then(|| r"C:\Users\花子".to_owned());
        for (text, wanted) in [
            (r"%USERPROFILE%\Desktop", Some(r"C:\Users\花子\Desktop")),
            (r"\\nas\机\hanako", Some(r"\\nas\机\hanako")),
            (r"D:\100%\x", Some(r"D:\100%\x")),
            (r"%ELSEWHERE%\Desktop", None),
        ] {
            assert_eq!(variables(text, known).as_deref(), wanted, "{text}");
        }
    }
}
