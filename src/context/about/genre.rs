//! The genre: what a title ends in (`…实施方案`, `…的意见`), or what the opening says it is (`报告政府工作`).

/// Genres, longest first where one ends in another.
const GENRES: &[&str] = &[
    "政府工作报告",
    "三年行动计划",
    "行动计划",
    "行动方案",
    "实施方案",
    "工作方案",
    "总体方案",
    "试点方案",
    "整改方案",
    "建设方案",
    "应急预案",
    "预案",
    "方案",
    "实施意见",
    "指导意见",
    "若干意见",
    "意见",
    "工作要点",
    "要点",
    "工作计划",
    "年度计划",
    "计划",
    "规划纲要",
    "发展规划",
    "专项规划",
    "规划",
    "纲要",
    "实施细则",
    "细则",
    "管理办法",
    "暂行办法",
    "办法",
    "若干政策措施",
    "政策措施",
    "若干措施",
    "整改措施",
    "措施",
    "若干政策",
    "工作总结",
    "总结",
    "工作报告",
    "述职报告",
    "报告",
    "工作汇报",
    "汇报",
    "讲话",
    "决定",
    "决议",
    "公告",
    "通告",
    "通报",
    "公报",
    "批复",
    "条例",
    "规定",
    "制度",
    "倡议书",
    "任务清单",
    "工作清单",
    "责任清单",
    "任务分工",
    "通知",
    "函",
];

/// The genre of a title in folded text.
pub fn of_title(title: &str) -> Option<String> {
    let bare = title.trim_end_matches(|c: char| "()》》”\"。 ".contains(c));
    // `实施方案(2024—2026年)`, `(试行)`, `(全文)`: what stands in brackets behind the genre says nothing of it.
    let bare = match bare.rfind('(') {
        Some(open) if title.trim_end().ends_with(')') => bare[..open].trim_end(),
        _ => bare,
    };
    GENRES.iter().find(|genre| bare.ends_with(**genre)).map(|genre| genre.to_string())
}

/// The genre by an opening such as `现在,我代表市人民政府向大会报告政府工作`.
pub fn of_opening(opening: &str) -> Option<String> {
    let report = opening.contains("我代表") && opening.contains("政府") && opening.contains("报告");
    report.then(|| "政府工作报告".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn genres_of_titles() {
        for (title, genre) in [
            ("关于加快县域医共体建设的实施意见", Some("实施意见")),
            ("某县养老服务提升行动方案(2024—2026年)", Some("行动方案")),
            ("关于成立某某工作领导小组的通知", Some("通知")),
            ("党建引领谱新篇", None),
        ] {
            assert_eq!(of_title(title).as_deref(), genre, "{title}");
        }
    }
}
