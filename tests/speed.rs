//! Time grows with the length of a document and not faster, whatever its shape.

#![cfg(unix)]

use std::time::Duration;

use chengnuo::context::Given;
use chengnuo::lexicon::Lexicon;
use chengnuo::{extract, record};
use rustix::time::{ClockId, clock_gettime};

/// The processor time of extracting a text: the clock would tell of other work on the machine.
fn time(text: &str) -> Duration {
    let lexicon = Lexicon::embedded();
    let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
    let start = now();
    let text = extract::text(text.into(), lexicon);
    extract::extract(&text, "0", record::Source::default(), &Given::default(), lexicon);
    now() - start
}

/// Eight times the text may take fourteen times as long, not sixty-four. Other work on the machine only ever adds, so the
/// least of several runs counts, of the long text as few as will do.
fn grows_with_length(name: &str, unit: &str) {
    let unit = unit.repeat(100_000 / unit.len() + 1);
    let short = (0..3).map(|_| time(&unit)).min().unwrap_or_default();
    let enough = short * 14;
    let mut long = Duration::MAX;
    for _ in 0..4 {
        long = long.min(time(&unit.repeat(8)));
        if long < enough {
            break;
        }
    }
    println!("{name}: {short:?}, eight times as long {long:?}");
    assert!(long < enough, "{name}: {short:?}, eight times as long {long:?}");
}

#[test]
fn time_grows_with_length() {
    let shapes = [
        ("paragraphs", "（一）县民政局要在2024年6月底前建成养老服务设施80处，每年培训护理员不少于300人。\n"),
        ("one line", "县民政局要在2024年6月底前建成养老服务设施80处，每年培训护理员不少于300人。"),
        ("one sentence", "县民政局、县财政局在2024年6月底前建成养老服务设施80处，"),
        ("no marks at all", "全面加强养老服务体系建设"),
        ("digits", "2 0 2 4"),
        ("blank lines", "到2025年底完成。\n\n\n\n\n\n\n\n"),
        ("headings", "一、工作目标\n（一）养老服务\n1.设施建设\n"),
        ("a list of names", "李明、王芳、张伟、"),
        ("open brackets", "（《“（牵头单位：县民政局"),
        ("closed brackets", "（到2025年底建成80处）（”》）"),
        ("powers", "三万"),
        ("marks of direction", "\u{202E}到2025年底，建成80处。\u{202C}"),
        ("rows", "1\t建成养老服务设施80处\t县民政局\t2025年底\n"),
        ("relative dates", "今年年底前、去年以来、明年6月底前，"),
        ("names of places", "贵州省仁怀市人民政府"),
        ("domains", "棚改"),
        ("something once", "提高到下一篇"),
        ("wrapped lines", "县民政局要在2024年6月底\n前建成养老服务\n设施80处，"),
    ];
    for (name, unit) in shapes {
        grows_with_length(name, unit);
    }
}
