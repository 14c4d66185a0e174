"""Lists of names that tell nothing private, and single persons."""

from document import Doc, Table, Title
from family import MAILS, PROSE, SHEETS, TABLES, WORDS, family
from values.offices import DEPARTMENTS, FACILITIES, date
from values.people import address, people, person, phone, postcode


@family("decoy-facilities", [], TABLES, "hard", decoy=True, count=18)
def facilities(r):
    """Public facilities with addresses and telephones."""
    rows = [["施設名", "所在地", "電話番号", "開館時間"]] + [[name, address(r), phone(r), "9:00～17:00"] for name in r.sample(FACILITIES, r.randint(6, 10))]
    return Doc(r.choice(["公共施設一覧", "避難所一覧", "投票所一覧"]), [Table(rows)])


@family("decoy-companies", [], TABLES, "hard", decoy=True, count=14)
def companies(r):
    """Businesses with addresses and telephones."""
    kinds = ["工務店", "電機", "造園", "印刷", "設備", "建設", "商事", "タクシー", "クリニック", "薬局", "保育園", "歯科医院"]
    rows = [["事業者名", "所在地", "電話", "FAX"]] + [[r.choice(["株式会社", "有限会社", ""]) + r.choice(["みどり", "若葉", "東雲", "桜川", "白鳥", "架空"]) + kind, address(r), phone(r), phone(r)] for kind in r.sample(kinds, r.randint(6, 10))]
    return Doc(r.choice(["指定給水装置工事事業者", "協力店一覧", "医療機関一覧"]), [Table(rows)])


@family("decoy-staff-directory", [], TABLES, "hard", decoy=True, count=18)
def directory(r):
    """Staff with department and extension."""
    rows = [["所属", "職名", "氏名", "内線"]] + [[r.choice(DEPARTMENTS), r.choice(["課長", "係長", "主査", "主事"]), p.name(), str(r.randint(1000, 3999))] for p in people(r, r.randint(8, 25))]
    return Doc(r.choice(["職員内線一覧", "座席表", "電話番号表"]), [Title("内線番号表"), Table(rows)])


@family("decoy-attendees", [], PROSE, "medium", decoy=True, count=15)
def attendees(r):
    """Minutes with the names of those who attended."""
    names = [f"{p.name()}（{r.choice(DEPARTMENTS)}）" for p in people(r, r.randint(7, 14))]
    return Doc(r.choice(["会議録", "議事録", "委員会記録"]), [Title("第2回委員会 会議録"), f"日時　{date(r)}　午前10時", "場所　市役所5階 全員協議会室", "出席者　" + "、".join(names), "議題　令和6年度事業計画について", "事務局から資料により説明があり、原案のとおり了承された。"])


@family("decoy-committee", [], TABLES, "medium", decoy=True, count=12)
def committee(r):
    """Members of a committee with their post."""
    rows = [["No", "氏名", "役職", "選出区分", "任期"]] + [[str(n), p.name(), r.choice(["会長", "副会長", "委員"]), r.choice(["学識経験者", "公募市民", "関係団体"]), "R6.4.1～R8.3.31"] for n, p in enumerate(people(r, r.randint(8, 15)), 1)]
    return Doc(r.choice(["委員名簿（公開用）", "審議会委員"]), [Table(rows)])


@family("decoy-duty-roster", [], TABLES, "medium", decoy=True, count=12)
def duty(r):
    """A duty roster: names and dates, none of them of birth."""
    rows = [["月日", "曜日", "当番", "備考"]] + [[f"4月{n}日", "月火水木金土日"[n % 7], p.name(), r.choice(["", "日直", "宿直"])] for n, p in enumerate(people(r, r.randint(10, 20)), 1)]
    return Doc(r.choice(["日直当番表", "清掃当番", "勤務割"]), [Table(rows)])


@family("decoy-training-attendance", [], TABLES, "hard", decoy=True, count=12)
def attendance(r):
    """Who took part in a training on which day: dates beside names."""
    rows = [["氏名", "所属", "受講日", "点数"]] + [[p.name(), r.choice(DEPARTMENTS), f"2024/{r.randint(4, 9)}/{r.randint(1, 28)}", r.randint(60, 100)] for p in people(r, r.randint(8, 20))]
    return Doc(r.choice(["研修受講状況", "eラーニング受講者"]), [Table(rows)])


@family("decoy-official-mail", [], TABLES, "hard", decoy=True, count=12)
def official(r):
    """Staff with their official mail addresses and the office's telephone."""
    rows = [["担当課", "担当者", "メール", "電話"]] + [[d, person(r).family, f"ka{n:02}@city.kakuu.example.lg.jp", "0297-64-1111"] for n, d in enumerate(r.sample(DEPARTMENTS, r.randint(6, 12)))]
    return Doc(r.choice(["各課担当者一覧", "照会先一覧"]), [Table(rows)])


@family("decoy-one-letter", [], WORDS + ("txt", "eml", "msg"), "medium", decoy=True, count=15)
def letter(r):
    """A letter to one resident."""
    p = person(r)
    return Doc(r.choice(["回答文", "通知書", "お礼状"]), [f"〒{postcode(r)}", address(r), f"{p.name()}　様", "", "拝啓　時下ますます御清栄のこととお喜び申し上げます。", "御照会のありました件について、下記のとおり回答します。", f"担当：{r.choice(DEPARTMENTS)}　{person(r).family}（電話 0297-64-1111）"])


@family("decoy-signature", [], MAILS, "medium", decoy=True, count=15)
def signature(r):
    """A mail with one signature."""
    p = person(r)
    return Doc(r.choice(["照会について", "回答", "日程調整"]), ["標記の件、承知しました。", "", "━━━━━━━━━━━━", f"架空市役所 {r.choice(DEPARTMENTS)}", f"{p.name()}（{p.kana()}）", f"〒{postcode(r)} 架空市本町1-1", "TEL 0297-64-1111（内線2345）", f"E-mail {p.family_roman}@city.kakuu.example.lg.jp", "━━━━━━━━━━━━"])


@family("decoy-few-persons", [], TABLES + ("txt",), "hard", decoy=True, count=10)
def few(r):
    """Two or three persons with address: no list of six."""
    rows = [["氏名", "住所", "電話"]] + [[p.name(), address(r), phone(r)] for p in people(r, r.randint(1, 3))]
    return Doc(r.choice(["相続人", "連帯保証人", "申立人"]), [Table(rows)])


@family("decoy-places-as-names", [], TABLES, "hard", decoy=True, count=10)
def places(r):
    """Bus stops, wards, schools: words like names beside dates and numbers."""
    rows = [["路線", "停留所", "所在地", "設置日"]] + [[r.choice(["中央線", "北循環", "南線"]), r.choice(["森前", "林町", "石川橋", "山口", "小林入口", "前田", "中島", "原田", "岡本", "清水"]), f"架空市{r.choice(['森', '林', '中島', '原田'])}{r.randint(1, 900)}番地", date(r)] for _ in range(r.randint(7, 14))]
    return Doc(r.choice(["バス停一覧", "停留所台帳"]), [Table(rows)])


@family("decoy-anonymous", [], SHEETS, "hard", decoy=True, count=10)
def anonymous(r):
    """Statistics by person without names."""
    rows = [["ID", "性別", "生年", "地区", "点数"]] + [[f"A{n:04}", r.choice("男女"), str(r.randint(1940, 2010)), r.choice(["北部", "南部", "中央"]), r.randint(1, 100)] for n in range(1, r.randint(12, 40))]
    return Doc(r.choice(["アンケート集計", "匿名加工データ"]), [Table(rows)])
