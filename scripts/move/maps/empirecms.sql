-- 帝国 EmpireCMS 7.x：导出新闻，供 --map empirecms 使用。News of EmpireCMS 7.x, for --map empirecms.
--
-- 一、若表名前缀不是 phome_，或数据表不是 news，先在下面替换。各数据表的编号各自从 1 开始：导出别的数据表时，
--    复制一份 maps/empirecms.json，把其中的 "news-{id}" 改成那张表的名字，再用 --map 指定它。
--    If your tables do not begin with phome_, or the table is not news, replace that below. Each table counts from
--    1: for another one, copy maps/empirecms.json, put its name in the place of "news-{id}", and say --map FILE.
-- 二、副表可能不止一张（phome_ecms_news_data_2 …）：每张加一段 UNION ALL。
--    There may be more tables of texts (phome_ecms_news_data_2 …): add a UNION ALL for each.
-- 三、任选一种方式导出，第一行必须是列名。Export it in either way; the first line must name the columns.
--
--   命令行 On the command line (UTF-8):
--     mysql --batch --default-character-set=utf8 -u USER -p DATABASE < empirecms.sql > news.tsv
--     npm run move -- news.tsv --map empirecms --site https://www.example.cn
--
--   phpMyAdmin：执行下面的查询，在结果下方点“导出”，格式选 CSV（勾选“首行保存字段名”）或 JSON。
--   phpMyAdmin: run the query, choose "Export" below its results, as CSV (with "Put columns names in the first
--   row") or as JSON.
--
-- 四、若得到的文件是 GBK 编码，加 --encoding gb18030。If the file is in GBK, say --encoding gb18030.
--
-- checked：1 已审核；0 未审核，成为草稿。checked: 1 is public; 0 waits for approval and becomes a draft.
-- titleurl 是文章的旧网址；外部链接（isurl = 1）不是本站网址。titleurl is where an article stood; an outside link
-- (isurl = 1) is no address of the site.
-- 若正文存放在文本文件里（字段设置“存文本”），newstext 只有文件名，需先在后台改为存数据库。
-- Where texts are kept in files, newstext holds only their names: have EmpireCMS keep them in the database first.
-- 6.x 及更早：审核状态是 phome_ecms_news 的 checked 列，没有 _check 表，第二段删去，第一段用 n.checked。
-- 6.x and before: there is no table _check; drop the second part, and take n.checked in the first.
--
-- 表结构见 EmpireCMS 的公开备份。The tables are as in EmpireCMS and public backups of its sites.

SELECT
  n.id, n.classid, n.title, d.newstext, n.newstime, n.lastdotime, c.classname, c.classpath, n.keyboard, n.smalltext,
  d.writer, d.befrom, n.titlepic, IF(n.isurl = 1, '', n.titleurl) AS titleurl, 1 AS checked
FROM phome_ecms_news n
JOIN phome_ecms_news_data_1 d ON d.id = n.id
LEFT JOIN phome_enewsclass c ON c.classid = n.classid

UNION ALL

SELECT
  n.id, n.classid, n.title, d.newstext, n.newstime, n.lastdotime, c.classname, c.classpath, n.keyboard, n.smalltext,
  d.writer, d.befrom, n.titlepic, IF(n.isurl = 1, '', n.titleurl) AS titleurl, 0 AS checked
FROM phome_ecms_news_check n
JOIN phome_ecms_news_check_data d ON d.id = n.id
LEFT JOIN phome_enewsclass c ON c.classid = n.classid;
