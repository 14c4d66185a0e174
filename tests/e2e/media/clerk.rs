//! A clerk's morning: last year's ledger comes in, sticks are plugged in, the verdicts stand on the page.

use anyhow::{Context as _, Result, ensure};
use mimawari_proto::{
    medium::headings,
    name::Name,
    reading::MediaContent,
    show::table::{Format, Table},
};
use mimawari_tests::browser::{Browser, encoded};

use super::{
    scenarios::LENT,
    scene::{Scene, Where, serial},
    words,
};

/// Last year's ledger: one stick lent to Yamada, one in its box, one that nobody will see.
fn last_year(scene: &Scene) -> Vec<u8> {
    let mut table = Table::new(headings());
    table.row(scene.row(0, 0, LENT));
    table.row(scene.row(1, 0, &[]));
    table.row(scene.row(2, 0, &[]));
    table.render(Format::Csv).into_bytes()
}

/// The lent one as it should be, the one in its box with three files on it, and a stranger.
fn plug_in(scene: &mut Scene) -> Result<()> {
    let lent = scene.medium(0);
    let mut boxed = scene.medium(1);
    boxed.empty = Some(false);
    boxed.content = Some(MediaContent {
        files: 3,
        bytes: 5 << 20,
        complete: true,
        swept_at: scene.base,
        ..MediaContent::default()
    });
    let mut stranger = scene.medium(7);
    stranger.serial = Name::from("STRANGER-0001");
    for medium in [lent, boxed, stranger] {
        scene.plug(Where::Own, medium)?;
    }
    scene.deliver()
}

/// The line of a table that names a medium.
fn line_of(page: &str, no: &str) -> Result<String> {
    let rows = page.split("<tr>").filter(|row| row.contains(no));
    Ok(rows
        .last()
        .with_context(|| format!("no line of {no}\n{page}"))?
        .to_owned())
}

#[test]
fn a_clerk_imports_last_years_ledger_plugs_in_a_stick_and_sees_the_verdict_on_the_page() -> Result<()> {
    let mut scene = Scene::new(31)?;
    let mut browser = Browser::logged_in(&scene.collector)?;
    let token = browser.get("/media/files")?.expect(200)?.field("token")?;
    let fields = [("token", token.as_str()), ("deed", "look")];
    let looked = browser.upload("/media/files", &fields, "r7.csv", &last_year(&scene))?;
    let looked = looked.expect(200)?.says("新規 3 本")?;
    assert_eq!(scene.collector.json(&["media", "list"])?, serde_json::json!([]));
    let number = looked.field("number")?;
    let take = [("token", token.as_str()), ("deed", "take"), ("number", &number)];
    browser
        .post("/media/files", &take)?
        .expect(200)?
        .says("3 本を登録しました")?;

    plug_in(&mut scene)?;

    let page = browser.get("/media")?.expect(200)?.text();
    let [lent, boxed, unseen] = ["公USB-0-0", "公USB-1-0", "公USB-2-0"].map(|no| line_of(&page, no));
    ensure!(lent?.contains("aria-hidden=\"true\">○"), "{page}");
    let boxed = boxed?;
    for fault in ["保管中（貸出記録なし）の使用", "データの消し残し"] {
        ensure!(boxed.contains(fault), "{boxed}");
    }
    ensure!(unseen?.contains("今期は未確認"), "{page}");
    let stranger = line_of(&page, "STRANGER-0001")?;
    ensure!(stranger.contains("台帳にない媒体"), "{stranger}");

    let medium = format!("/media/{}", encoded("公USB-1-0"));
    browser
        .get(&medium)?
        .expect(200)?
        .says("データの消し残し")?
        .says("5 MiB")?;
    let cell = format!("/matrix/{}/3010", encoded("I-5(1)"));
    browser
        .get(&cell)?
        .expect(200)?
        .says("公USB-1-0")?
        .says("改善を要する")?;

    // One step from the stranger to a row of the ledger.
    let stay = format!("/media/seen/{}", scene.session(7));
    let adopt = [
        ("token", token.as_str()),
        ("no", "公USB-90"),
        ("reason", "購入分"),
    ];
    let taken = browser.post(&stay, &adopt)?.expect(303)?;
    browser
        .get(&taken.location)?
        .expect(200)?
        .says("公USB-90")?
        .says("STRANGER-0001")?;
    browser
        .get(&stay)?
        .expect(200)?
        .says("台帳に登録される前の使用です")?;
    scene.collector.verified()?;
    Ok(())
}

#[test]
fn the_same_morning_at_the_command_line_comes_to_the_same_verdicts() -> Result<()> {
    let mut scene = Scene::new(32)?;
    scene.import(&String::from_utf8(last_year(&scene))?)?;
    plug_in(&mut scene)?;
    let listed = scene.collector.json(&["media", "list"])?;
    let verdicts: Vec<_> = listed
        .as_array()
        .context("a list")?
        .iter()
        .map(|row| {
            (
                row["no"].as_str().unwrap_or(""),
                words(&row["faults"]),
                words(&row["doubts"]),
            )
        })
        .collect();
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        verdicts,
        [
            ("公USB-0-0", owned(&[]), owned(&[])),
            ("公USB-1-0", owned(&["used_in_box", "residue"]), owned(&[])),
            ("公USB-2-0", owned(&[]), owned(&["never_seen"])),
        ]
    );
    let strangers = scene.collector.json(&["media", "seen", "--unregistered"])?;
    assert_eq!(strangers[0]["serial"], "STRANGER-0001");
    assert_ne!(strangers[0]["serial"], serial(7));
    let session = scene.session(7).to_string();
    let adopt = [
        "media",
        "adopt",
        &session,
        "--no",
        "公USB-90",
        "--reason",
        "購入分",
    ];
    scene.collector.run(&adopt)?.expect(0)?;
    assert_eq!(
        scene.collector.json(&["media", "seen", "--unregistered"])?,
        serde_json::json!([])
    );
    Ok(())
}
