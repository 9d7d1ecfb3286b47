//! Pages made from our own plans, in the kinds of markup that sites serve, promise what the plans promise; pages made to
//! do harm cost little.

mod common;

use std::path::Path;
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
        let records = run(chengnuo(["extract", "--quiet"]).arg(folder.path())).records();
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
