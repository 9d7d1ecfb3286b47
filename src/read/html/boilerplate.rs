//! Lines that a page puts round its text: `上一篇：…`, `分享到：`, `【打印】【关闭】`, `当前位置：首页 > 政务公开`.

/// The line is the page's, not the text's.
pub fn is_page_line(words: &str) -> bool {
    const LONGEST: usize = 360;
    if words.len() > LONGEST {
        return false;
    }
    let bare: String =
        words.chars().filter(|c| !c.is_whitespace() && !"【】[]〖〗「」()（）|｜/·>»".contains(*c)).collect();
    if bare.is_empty() {
        return false;
    }
    let colon = |rest: &str| rest.is_empty() || rest.starts_with(['：', ':']);
    LABELS.iter().any(|label| bare.strip_prefix(label).is_some_and(colon))
        || is_buttons(&bare)
        || OPENINGS.iter().any(|opening| bare.starts_with(opening)) && !bare.contains(['。', '；'])
}

/// Begin a line of the page where a colon or nothing follows.
const LABELS: &[&str] = &[
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "上一页",
    "下一页",
    "前一篇",
    "后一篇",
    "分享到",
    "分享",
    "相关链接",
    "相关阅读",
    "相关新闻",
    "相关文章",
    "相关信息",
    "相关文档",
    "相关稿件",
    "推荐阅读",
    "延伸阅读",
    "热门推荐",
    "当前位置",
    "您的位置",
    "您所在的位置",
    "您现在的位置",
    "你的位置",
    "所在位置",
    "现在位置",
    "扫一扫",
    "字体大小",
    "字体",
    "字号",
    "浏览次数",
    "阅读次数",
    "点击次数",
    "点击数",
    "点击量",
    "浏览量",
    "阅读量",
    "访问量",
    "访问次数",
    "保护视力色",
    "视力保护色",
    "打印本页",
    "关闭窗口",
    "返回顶部",
    "返回列表",
    "网站首页",
    "无障碍阅读",
    "适老化",
    "长者模式",
    "一键分享",
    "关闭本页",
    "收藏本页",
    "我要打印",
    "我要纠错",
    "内容纠错",
    "页面纠错",
    "语音播报",
    "复制链接",
    "下载图片版",
    "下载原文",
];

/// Begin a line of the page whatever follows.
const OPENINGS: &[&str] = &[
    "扫一扫在手机打开",
    "扫一扫分享",
    "微信扫一扫",
    "用微信扫",
    "扫描二维码",
    "您当前的位置",
    "您当前所在位置",
    "分享到微信",
];

/// `打印 关闭`, `大 中 小`: words on buttons and nothing else.
fn is_buttons(bare: &str) -> bool {
    let mut rest = bare;
    let mut found = 0;
    while !rest.is_empty() {
        let Some(after) = BUTTONS.iter().find_map(|button| rest.strip_prefix(button)) else { return false };
        rest = after.trim_start_matches(['：', ':', '-', '—', '，', '、']);
        found += 1;
    }
    found > 0 && bare.chars().count() > 1
}

const BUTTONS: &[&str] = &[
    "打印本页",
    "打印此页",
    "打印正文",
    "打印",
    "关闭窗口",
    "关闭本页",
    "关闭页面",
    "关闭",
    "返回顶部",
    "返回列表",
    "返回首页",
    "返回",
    "收藏本页",
    "收藏",
    "分享到",
    "分享",
    "微信",
    "微博",
    "QQ空间",
    "新浪微博",
    "字体大小",
    "字体",
    "字号",
    "大",
    "中",
    "小",
    "A+",
    "A-",
    "默认",
    "保存",
    "复制",
    "下载",
    "纠错",
    "TOP",
];

#[cfg(test)]
mod tests {
    use super::is_page_line;

    #[test]
    fn the_page_speaks_in_few_words() {
        for words in [
            "上一篇：某县关于做好春耕工作的通知",
            "下一篇",
            "分享到：",
            "【打印】【关闭窗口】",
            "【字体：大 中 小】",
            "当前位置：首页 > 政务公开 > 通知",
            "浏览次数：-",
            "扫一扫在手机打开当前页",
            "[ 大 中 小 ]",
        ] {
            assert!(is_page_line(words), "{words}");
        }
        for words in [
            "打印机配备到每个站点。",
            "分享农村集体产权收益，到2025年增长8%。",
            "中小企业",
            "大",
            "相关链接产业要延伸。",
            "字体规范",
            "（一）下一篇文章",
            "小、中、大学联动",
        ] {
            assert!(!is_page_line(words), "{words}");
        }
    }
}
