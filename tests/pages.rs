//! Pages made from our own plans, in the kinds of markup that sites serve, promise what the plans promise; pages made to
//! do harm cost little.

mod common;

use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chengnuo::read::{Content, read};
use common::{chengnuo, folder, plans, promises, run};
use encoding_rs::{BIG5, GB18030};
use flate2::Compression;
use flate2::write::GzEncoder;

fn content(page: impl AsRef<[u8]>) -> Content {
    read(page.as_ref(), Path::new("a.html")).unwrap_or_else(|error| panic!("{}: {error}", error.code))
}

fn code(page: impl AsRef<[u8]>) -> &'static str {
    match read(page.as_ref(), Path::new("a.html")) {
        Ok(content) => panic!("a page that has no text gives {:?}", content.text),
        Err(error) => error.code,
    }
}

/// A plan's lines that hold words.
fn lines(plan: &str) -> Vec<String> {
    let bytes = std::fs::read(plans().join(plan)).unwrap();
    let content = read(&bytes, Path::new(plan)).unwrap();
    content.text.lines().map(|line| line.trim_end().to_string()).filter(|line| !line.is_empty()).collect()
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn paragraphs(lines: &[String]) -> String {
    lines.iter().map(|line| format!("<p style=\"text-indent:2em\">{}</p>\n", escaped(line))).collect()
}

const NAVIGATION: &str = r##"<div class="top"><a href="/">网站首页</a><a href="/zw">政务公开</a><a href="/fw">办事服务</a></div>
<ul class="menu"><li><a href="/a">领导之窗</a></li><li><a href="/b">机构职能</a></li><li><a href="/c">公示公告</a></li></ul>
<div class="path">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 规划计划</div>"##;

const FOOTER: &str = r##"<div class="bdsharebuttonbox">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<p>上一篇：<a href="/1.html">关于春季植树的通知</a></p><p>下一篇：<a href="/2.html">2023年全县招商20个项目，投资30亿元</a></p>
<h3>相关链接</h3><ul><li><a href="/3.html">到2026年新建学校50所的解读</a></li><li><a href="/4.html">一图读懂方案</a></li><li><a href="/5.html">政策问答</a></li></ul>
<div class="footer"><p>主办单位：某县人民政府办公室 ICP备案号：0001号</p><p><a href="/map">网站地图</a> <a href="/about">关于我们</a></p></div>"##;

fn page(body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>某县人民政府网</title>\
         <style>p {{ color: red }}</style><script>var n = '<p>到2030年建成99处。</p>';</script></head>\n\
         <body>{NAVIGATION}{body}{FOOTER}</body></html>"
    )
}

/// `2020年` as `<span>2</span><span>0</span>…`, with what nobody sees in between.
fn in_spans(line: &str) -> String {
    let mut out = String::from("&nbsp&nbsp<span lang=\"EN-US\">");
    for (n, c) in line.chars().enumerate() {
        match n % 5 {
            0 => {
                out.push_str(&format!("<span style=\"font-family:仿宋\">{}</span>", escaped(&c.to_string())))
            }
            1 => out.push_str(&format!("<b><font>{}</font></b>", escaped(&c.to_string()))),
            2 => out.push_str(&format!("{}&#8203;", escaped(&c.to_string()))),
            3 => out.push_str(&format!("<span>&shy;&#{};</span>", c as u32)),
            _ => out.push_str(&escaped(&c.to_string())),
        }
    }
    out + "</span><span style=\"display:none\">到2031年新增7万人。</span>"
}

/// As Word writes it.
fn by_word(line: &str) -> String {
    format!(
        "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span\nstyle='font-family:仿宋_GB2312'>{}<o:p></o:p></span></p>\n\
         <!--[if gte mso 9]><xml><w:WordDocument><w:View>到2032年增长50%</w:View></w:WordDocument></xml><![endif]-->\n\
         <![if !supportEmptyParas]>&nbsp;<![endif]>",
        escaped(line)
    )
}

#[test]
fn pages_promise_what_their_plans_promise() {
    let mut compared = 0;
    for plan in [
        "renhuai",
        "qingshui",
        "neiqiu",
        "innovation-measures",
        "leading-group",
        "zaozhuang",
        "county-report",
    ] {
        let lines = lines(&format!("{plan}.txt"));
        let text = lines.join("\n");
        let (first, second) = lines.split_at(lines.len() / 2);
        let html = paragraphs(&lines);
        let breaks = lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br>\r\n<BR/>");
        let spans: String = lines.iter().map(|line| format!("<div>{}</div>", in_spans(line))).collect();
        let word: String = lines.iter().map(|line| by_word(line)).collect();
        let gbk = page(&format!("<div id=zoom>{html}</div>")).replace("utf-8", "gb2312");
        let pages: Vec<(&str, Vec<u8>)> = vec![
            (
                "known.html",
                page(&format!("<div class='box'><div class=\"view TRS_Editor\">{html}</div></div>")).into(),
            ),
            (
                "two.html",
                page(&format!(
                    "<div class=TRS_Editor>{}</div><div class='gap'></div><div class='TRS_Editor'>{}</div>",
                    paragraphs(first),
                    paragraphs(second)
                ))
                .into(),
            ),
            ("spans.html", page(&format!("<div id='UCAP-CONTENT'>{spans}</div>")).into()),
            ("word.html", page(&format!("<div class=article-content>{word}</div>")).into()),
            (
                "unknown.html",
                page(&format!("<div class=w1200><div class=left><div class=xq>{html}</div></div></div>"))
                    .into(),
            ),
            (
                "breaks.html",
                page(&format!("<div class=w1200><table width=900><tr><td>{breaks}</td></tr></table></div>"))
                    .into(),
            ),
            ("bare.txt", html.into()),
            ("gbk.html", GB18030.encode(&gbk).0.into_owned()),
        ];
        let mut files: Vec<(&str, Vec<u8>)> = vec![("plan.txt", text.into())];
        files.extend(pages);
        let folder = folder(&files);
        let records = run(chengnuo(["extract", "--quiet", "--keep-duplicates"]).arg(folder.path())).records();
        let of = |name: &str| {
            records.iter().find(|record| record["source"]["path"].as_str().unwrap().ends_with(name)).unwrap()
        };
        let expected = promises(of("plan.txt"));
        assert!(expected.len() > 2, "{plan}: {}", expected.len());
        for (name, _) in files.iter().skip(1) {
            let record = of(name);
            assert_eq!(record["status"], "ok", "{plan} as {name}");
            let found = promises(record);
            for (a, b) in expected.iter().zip(&found) {
                assert_eq!(a, b, "{plan} as {name}");
            }
            assert_eq!(found.len(), expected.len(), "{plan} as {name}");
            assert_eq!(record["source"]["encoding"], if *name == "gbk.html" { "GB18030" } else { "UTF-8" });
            compared += 1;
        }
    }
    assert_eq!(compared, 7 * 8);
}

#[test]
fn a_page_in_big5_is_its_text() {
    let text = "某某縣養老服務提升行動方案\n一、工作目標\n到2025年底，全縣建成養老服務設施80處以上。\n每年培訓護理員不少於300人。\n";
    let html: String = text.lines().map(|line| format!("<p>{line}</p>")).collect();
    let page = format!(
        "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=big5\"></head><body>{html}</body></html>"
    );
    let read = content(BIG5.encode(&page).0);
    assert_eq!((read.text.as_str(), read.encoding), (text, Some("Big5")));
}

/// `a | b` a row; each paragraph of a cell stands apart from the next.
fn rows(content: &Content, table: usize) -> Vec<String> {
    let cell = |span: &chengnuo::span::Span| span.of(&content.text).replace('\n', "+");
    let rows = content.tables[table].rows.iter();
    rows.map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" | ")).collect()
}

#[test]
fn tables_are_grids_and_lines() {
    let read = content(
        "<h1>某县任务清单</h1><table border=1><caption>任务表</caption>
         <tr><th rowspan=2>序号<th colspan=2>任务<th>责任单位</tr>
         <tr><td>内容<td>时限<td></td></tr>
         <tr><td>1<td><p>建成2所学校。</p><p>培训教师50人。</p><td>2024年\n 12月底<td rowspan=0>县教育局<br>县财政局</tr>
         <tr><td>2</td><td colspan='2'>修路<b>3</b>公里</td></tr></table><p>此件公开。</p>",
    );
    assert_eq!(
        read.text,
        "某县任务清单\n\n任务表\n序号\n任务\n责任单位\n内容\n时限\n1\n建成2所学校。\n培训教师50人。\n2024年12月底\n县教育局\n县财政局\n2\n\
         修路3公里\n\n此件公开。\n"
    );
    assert_eq!(
        rows(&read, 0),
        [
            "序号 | 任务 | 任务 | 责任单位",
            "序号 | 内容 | 时限 | ",
            "1 | 建成2所学校。+培训教师50人。 | 2024年12月底 | 县教育局+县财政局",
            "2 | 修路3公里 | 修路3公里 | 县教育局+县财政局",
        ]
    );
    let located: Vec<&str> = read.locations.iter().map(|at| at.span.of(&read.text)).collect();
    assert_eq!(located, read.text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>());
    assert!(read.locations.iter().zip(1..).all(|(at, n)| at.paragraph == Some(n)));
}

#[test]
fn facts_of_a_page_stand_over_its_text() {
    let table = "<table><tr><td>索 引 号：</td><td>0001/2024-3</td><td>主题分类：</td><td></td></tr>\
                 <tr><td>发文机关：</td><td>某县人民政府办公室</td><td>成文日期：</td><td>2024年03月01日</td></tr>\
                 <tr><td>标　　题：</td><td colspan=3>某县2024年养老工作要点</td></tr>\
                 <tr><td>发文字号：</td><td>某政办发〔2024〕3号</td><td>发布日期：</td><td>2024年03月05日</td></tr></table>";
    let text = "<p>到2024年底，全县建成养老服务设施80处以上，培训护理员300人。</p>";
    for page in [
        page(&format!("{table}<div id=zoom>{text}</div>")),
        page(&format!("<div id=zoom>{table}{text}</div>")),
        page(&format!("<div class=c>{table}<div class=d>{text}</div></div>")),
    ] {
        assert_eq!(
            content(&page).text,
            "某县2024年养老工作要点\n索引号：0001/2024-3\n发文机关：某县人民政府办公室\n成文日期：2024年03月01日\n\
             发文字号：某政办发〔2024〕3号\n发布日期：2024年03月05日\n到2024年底，全县建成养老服务设施80处以上，培训护理员300人。\n"
        );
        let folder = folder(&[("a.html", page)]);
        let record = run(chengnuo(["extract", "--quiet"]).arg(folder.path())).records().remove(0);
        assert_eq!(record["title"], "某县2024年养老工作要点");
        assert_eq!(record["document_number"], "某政办发〔2024〕3号");
        assert_eq!(record["issued"]["edtf"], "2024-03-01");
        assert_eq!(record["published"]["edtf"], "2024-03-05");
        assert_eq!(record["issuer"][0]["text"], "某县人民政府办公室");
        assert_eq!(record["commitments"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_page_without_a_text_says_why() {
    assert_eq!(
        code(
            "<html><frameset cols='20%,80%'><frame src='left.htm'><frame src='right.htm'></frameset></html>"
        ),
        "frames_only"
    );
    assert_eq!(
        code(
            page("<iframe src='/content/1.html'></iframe>")
                .replace("<script>", "<!-- ")
                .replace("</script>", "-->")
        ),
        "frames_only"
    );
    let shell = "<html><head><script src=app.js></script></head><body><noscript>请启用JavaScript</noscript><div id=app></div></body></html>";
    assert_eq!(code(shell), "scripts_only");
    assert_eq!(
        code("<html><body><div>正在加载，请稍候……</div><script>load()</script></body></html>"),
        "scripts_only"
    );
    assert_eq!(code(page("<div id=content></div>")), "scripts_only");
    let links = page("<div class=list><a href=1>方案一</a><a href=2>方案二</a></div>");
    assert_eq!(code(links.replace("<script>", "<!-- ").replace("</script>", "-->")), "no_main_text");
    assert_eq!(code("<html><body>&nbsp;<p> </p></body></html>"), "empty");
}

/// What stands beside a text in pages of no known kind: none of it is the text's.
#[test]
fn only_the_text_of_an_unknown_page_is_read() {
    let text: String =
        ["一、工作目标", SENTENCE, "二、保障措施", "县财政局安排专项资金2000万元。"]
            .into_iter()
            .map(str::to_string)
            .chain((1..12).map(|n| {
                format!("（{n}）各乡镇、县直各部门要按照分工，建成站点{n}处，培训、考核护理员{n}0人。")
            }))
            .collect::<Vec<_>>()
            .join("\n");
    let foot = "<table><tr><td>版权所有：某县人民政府 主办：某县人民政府办公室，承办：某县大数据中心<br>网站标识码：0000000001</td></tr></table>";
    let side: String = (1..6)
        .map(|n| format!("<li><a href=/{n}>县领导调研第{n}敬老院</a><p>3月{n}日，县领导看望老人，询问饮食、起居情况。</p></li>"))
        .collect();
    let cells: String = (1..9)
        .map(|n| format!("<tr><td><a href=/{n}>关于做好{n}月份工作的通知，请遵照执行</a></td></tr>"))
        .collect();
    let lines: Vec<String> = text.lines().map(str::to_string).collect();
    for body in [
        format!(
            "<table><tr><td><table>{cells}</table></td><td><table><tr><td>{}</td></tr></table></td></tr></table>",
            lines.join("<br>")
        ),
        format!(
            "<div class=w><div class=m>{}</div><div class=side><h3>相关新闻</h3><ul>{side}</ul></div></div>",
            paragraphs(&lines)
        ),
        format!(
            "<div><div><p>{}</p></div><div><p>{}</p></div></div>",
            lines[..2].join("</p><p>"),
            lines[2..].join("</p><p>")
        ),
        format!("<pre>\n{text}\n</pre>"),
        format!(
            "<div class=tabs>{}<div style='display:none'>到2030年，建成999处。</div></div>",
            paragraphs(&lines)
        ),
    ] {
        let page = format!("<html><body>{NAVIGATION}{body}{foot}</body></html>");
        let read: Vec<String> = content(&page)
            .text
            .lines()
            .map(|line| line.trim().to_string())
            .filter(|line| !line.is_empty())
            .collect();
        assert_eq!(read, lines, "{body}");
    }
}

#[test]
fn a_page_that_breaks_off_is_partial() {
    let whole = page(&format!(
        "<div id=zoom><p>{SENTENCE}</p><p style='color:red'>到2026年，建成学校3所。</p></div>"
    ));
    assert_eq!(content(&whole).damage, None);
    let read = content(&whole[..whole.find("color:red'>").unwrap()]);
    assert!(read.text.contains(SENTENCE) && !read.text.contains("2026"));
    assert_eq!(read.damage.unwrap().code, "truncated");
}

#[test]
fn what_a_script_shows_later_is_read() {
    let hidden = "<html><body style='visibility:hidden'><div style='display:none'><p>到2025年，建成学校3所，新增学位500个。</p></div></body></html>";
    assert_eq!(content(hidden).text, "到2025年，建成学校3所，新增学位500个。\n");
}

/// An MHTML file as browsers write it; `charset` as the part says it.
fn message(html: &[u8], charset: &str) -> Vec<u8> {
    let mut body = String::new();
    for (n, byte) in html.iter().enumerate() {
        body.push_str(&format!("={byte:02X}"));
        if n % 24 == 23 {
            body.push_str("=\r\n");
        }
    }
    format!(
        "From: <Saved by a browser>\r\nSubject: plan\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
         \tboundary=\"--x\"\r\n\r\n----x\r\nContent-Type: text/html{charset}\r\nContent-Transfer-Encoding: quoted-printable\r\n\
         Content-Location: http://www.example.cn/a.html\r\n\r\n{body}\r\n----x\r\nContent-Type: image/gif\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw=\r\n----x--\r\n"
    )
    .into_bytes()
}

const SENTENCE: &str = "到2025年底，全县建成养老服务设施80处以上，培训护理员300人。";

#[test]
fn a_saved_message_is_its_page() {
    let html = format!("<html><body><div class=TRS_Editor><p>{SENTENCE}</p></div></body></html>");
    let gbk = GB18030.encode(&html).0.into_owned();
    for message in [
        message(html.as_bytes(), ""),
        message(html.as_bytes(), "; charset=\"utf-8\""),
        message(&gbk, "; charset=gb2312"),
        message(&gbk, ""),
    ] {
        let read = read(&message, Path::new("a.mht")).unwrap();
        assert_eq!((read.text.trim_end(), read.media_type), (SENTENCE, "multipart/related"));
    }
    let none = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nabc\r\n--x--\r\n";
    assert_eq!(code(none), "no_page");
}

/// A record of a crawl: an answer of a server.
fn answer(address: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let answer = [format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n").as_bytes(), body].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <{address}>\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        answer.len()
    );
    [head.as_bytes(), &answer, b"\r\n\r\n"].concat()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn each_page_of_a_crawl_is_a_document() {
    let html = |words: &str| format!("<html><body><p>{words}</p></body></html>");
    let (a, b, c) = (
        html(SENTENCE),
        html("到2026年底，全县建成中小学校3所，新增学位500个，招聘教师60名。"),
        html("县教育局要在2024年6月底前招聘教师60名，培训校长20名，制定考核细则。"),
    );
    let mut chunked = Vec::new();
    for chunk in b.as_bytes().chunks(50) {
        chunked.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        chunked.extend([chunk, b"\r\n"].concat());
    }
    chunked.extend(b"0\r\n\r\n");
    let records: Vec<Vec<u8>> = vec![
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 12\r\n\r\nsoftware: x\n\r\n\r\n".to_vec(),
        answer(
            "http://a.example.cn/a.html",
            "Content-Type: text/html; charset=gb2312",
            &GB18030.encode(&a).0,
        ),
        answer(
            "http://a.example.cn/b.html?x=1",
            "Content-Type: text/html\r\nTransfer-Encoding: chunked",
            &chunked,
        ),
        answer("http://a.example.cn/x.gif", "Content-Type: image/gif", b"GIF89a"),
        answer(
            "https://a.example.cn/c/",
            "Content-Type: text/html\r\nContent-Encoding: gzip",
            &packed(c.as_bytes()),
        ),
        answer(
            "https://a.example.cn/d/",
            "Content-Type: text/html\r\nContent-Encoding: gzip",
            &packed(c.as_bytes())[..40],
        ),
    ];
    let plain = records.concat();
    let members: Vec<u8> = records.iter().flat_map(|record| packed(record)).collect();
    let cut = plain[..plain.len() - 30].to_vec();
    let folder = folder(&[("a.warc", plain), ("b.warc.gz", members), ("c.warc", cut)]);
    let records =
        run(chengnuo(["extract", "--quiet", "--jobs", "1", "--keep-duplicates"]).arg(folder.path()))
            .records();
    let found: Vec<(String, &str, usize)> = records
        .iter()
        .map(|record| {
            let path = record["source"]["path"].as_str().unwrap().rsplit_once("warc").unwrap().1.to_string();
            let commitments = record["commitments"].as_array().map_or(0, Vec::len);
            (path, record["error"]["code"].as_str().unwrap_or("ok"), commitments)
        })
        .collect();
    let in_one = |end: &str| {
        [("a.html", "ok"), ("b.html?x=1", "ok"), ("c/", "ok"), ("d/", "broken_member")].map(|(name, code)| {
            let scheme = if name.ends_with('/') { "https" } else { "http" };
            (format!("{end}!/{scheme}://a.example.cn/{name}"), code)
        })
    };
    let expected: Vec<(String, &str)> = in_one("").into_iter().chain(in_one(".gz")).collect();
    let whole: Vec<(String, &str)> =
        found.iter().take(8).map(|(path, code, _)| (path.clone(), *code)).collect();
    assert_eq!(whole, expected);
    assert!(
        found.iter().filter(|(_, code, _)| *code == "ok").all(|(_, _, commitments)| *commitments > 0),
        "{found:?}"
    );
    assert_eq!(found.last().unwrap().1, "broken_archive");
    // What came before the break is kept.
    assert_eq!(found[8..].iter().filter(|(_, code, _)| *code == "ok").count(), 3);
}

/// Processor time of this thread, where the system tells it: the time of a clock also grows with what else is running.
fn spent() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Does it with a quarter and with the whole of `count`, and says how much longer the whole took, where it took a second.
/// Four times as much is what has to be, sixteen times as much is a square.
fn growth<T>(count: usize, work: impl Fn(usize) -> T) -> (T, f64) {
    let took = |count: usize| {
        let before = spent();
        let outcome = work(count);
        (outcome, (spent() - before).as_secs_f64())
    };
    let (_, quarter) = took(count / 4);
    let (outcome, whole) = took(count);
    (outcome, if whole < 1.0 { 0.0 } else { whole / quarter })
}

/// Reads a page of `count` parts in a time that grows with its length.
fn in_time(name: &str, count: usize, page: impl Fn(usize) -> String) -> Option<Content> {
    let (content, growth) = growth(count, |count| read(page(count).as_bytes(), Path::new("a.html")).ok());
    assert!(growth < 10.0, "{name}: a page four times as long takes {growth:.1} times as long");
    content
}

#[test]
fn a_square_is_told_from_a_line() {
    let steps = |count: usize| (0..count as u64).fold(0, |sum, n| std::hint::black_box(sum ^ n));
    // As many as take two seconds here.
    let before = spent();
    let tried = 1_000_000;
    steps(tried);
    let enough = (tried as f64 * 2.0 / (spent() - before).as_secs_f64()) as usize;
    let (_, line) = growth(enough, steps);
    assert!(line > 2.0 && line < 10.0, "{line}");
    let (_, square) = growth(enough.isqrt(), |count| steps(count * count));
    assert!(square > 10.0, "{square}");
}

#[test]
fn hostile_pages_cost_little() {
    // Half the stack that a thread of a batch has: nothing in the reader recurses.
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    let hostile = || {
        let sentence = format!("<p>{SENTENCE}</p>");
        let any = |name: &str, count: usize, page: &dyn Fn(usize) -> String| in_time(name, count, page);
        let kept = |name: &str, count: usize, page: &dyn Fn(usize) -> String| {
            assert!(any(name, count, page).unwrap().text.contains(SENTENCE), "{name}");
        };
        for tag in ["div", "span", "table", "ul><li", "a href=x", "div class=TRS_Editor"] {
            let close = format!("</{}>", tag.split(['>', ' ']).next().unwrap());
            let open = format!("<{tag}>");
            any(tag, 100_000, &|n| open.repeat(n) + &sentence);
            any(tag, 100_000, &|n| open.repeat(n) + &sentence + &close.repeat(n));
        }
        kept("divs", 100_000, &|n| "<div>".repeat(n) + &sentence + &"</div>".repeat(n));
        kept("spans", 100_000, &|n| "<span>".repeat(n) + &sentence);
        let table = |rows: String| format!("{sentence}<table>{rows}</table>");
        kept("cells", 250_000, &|n| table("<tr><td>1<td>2<td>3<td>4".repeat(n)));
        kept("wide cells", 50_000, &|n| table("<tr><td colspan=1000000 rowspan=1000000>1<td>2".repeat(n)));
        kept("tall cells", 50_000, &|n| {
            table("<tr>".to_string() + &"<td rowspan=65534>1".repeat(n / 10) + &"<tr><td>1".repeat(n))
        });
        kept("attributes", 1_000_000, &|n| {
            format!("<p {}>{sentence}", (0..n).map(|n| format!("a{n}=1 ")).collect::<String>())
        });
        kept("one attribute", 500_000, &|n| format!("<p {}>{sentence}", "class=a ".repeat(n)));
        kept("a class of many", 500_000, &|n| format!("<p class='{}'>{sentence}", "zoom ".repeat(n)));
        kept("unclosed server code", 500_000, &|n| "<%".repeat(n) + "<p>a</p>" + &sentence);
        kept("ampersands", 100_000, &|n| "&amp;nbsp;&ampx&x;&".repeat(n) + &sentence);
        kept("containers", 50_000, &|n| format!("<div class='TRS_Editor'>{SENTENCE}</div>").repeat(n));
        kept("labels", 50_000, &|n| "<p>来源：：：：来源：发布日期：</p>".repeat(n) + &sentence);
        kept("one line", 500_000, &|n| format!("<p>{}</p>{sentence}", "全县建成学校，".repeat(n)));
        kept("scripts", 100_000, &|n| "<script></script>".repeat(n) + &sentence);
        any("unclosed comment", 1_000_000, &|n| "<!--".repeat(n));
        any("unclosed script", 500_000, &|n| "<script></".repeat(n));
        any("unclosed quotes", 500_000, &|n| "<a href=\"".repeat(n));
        any("ends", 300_000, &|n| "</p></div></table>".repeat(n));
        any("angles", 3_000_000, &|n| "<".repeat(n));
        any("lists", 100_000, &|n| "<ol><li>甲".repeat(n));
        any("items", 300_000, &|n| format!("<ol>{}</ol>", "<li>甲".repeat(n)));
        let mut odd = format!("<html>{sentence}<p>\u{202E}甲\u{200F}").into_bytes();
        odd.extend([0, 0, 0xFF, 0xFE, 0xED, 0xA0, 0x80, b'<', b'p', b'>']);
        odd.extend(sentence.repeat(30).into_bytes());
        let read = content(odd);
        assert!(
            read.lost > 0 && read.text.contains('甲') && !read.text.contains(['\0', '\u{202E}', '\u{200F}'])
        );
    };
    thread.spawn(hostile).unwrap().join().unwrap();
}
