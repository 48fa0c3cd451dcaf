-- 织梦 DedeCMS 5.x：导出文章，供 --map dedecms 使用。Articles of DedeCMS 5.x, for --map dedecms.
--
-- 一、若表名前缀不是 dede_，先在下面替换。If your tables do not begin with dede_, replace that below.
-- 二、任选一种方式导出，第一行必须是列名。Export it in either way; the first line must name the columns.
--
--   命令行 On the command line (UTF-8):
--     mysql --batch --default-character-set=utf8 -u USER -p DATABASE < dedecms.sql > articles.tsv
--     npm run move -- articles.tsv --map dedecms --site https://www.example.cn
--
--   phpMyAdmin：执行下面的查询，在结果下方点“导出”，格式选 CSV（勾选“首行保存字段名”）或 JSON。
--   phpMyAdmin: run the query, choose "Export" below its results, as CSV (with "Put columns names in the first
--   row") or as JSON.
--
-- 三、若得到的文件是 GBK 编码，加 --encoding gb18030。If the file is in GBK, say --encoding gb18030.
--
-- address 是文章的旧网址，按栏目的命名规则算出；{pinyin}、{py}、{cc} 三种写法无法计算，会有提示。
-- address is where an article stood, by the naming rule of its category. Rules with {pinyin}, {py} or {cc} cannot
-- be computed here: that is noted, and the article still has its address with view.php.
-- arcrank：0 公开；-1 未审核，成为草稿；-2 回收站，不导入；大于 0 只给会员看，成为草稿。
-- arcrank: 0 is public; -1 waits for approval and becomes a draft; -2 lies in the bin and stays behind; above 0
-- is for members only and becomes a draft.
-- 只有跳转、没有正文的文章（flag 含 j）不导入，会列出。What only leads elsewhere (flag j) has no text: it stays
-- behind, and is listed.
--
-- 表结构见 DedeCMS 的安装脚本与公开的备份。The tables are as in DedeCMS and public backups of its sites.

SET time_zone = '+08:00';

SELECT
  a.id AS aid,
  a.title,
  b.body,
  a.pubdate,
  t.typename,
  REPLACE(t.typedir, '{cmspath}', '') AS typedir,
  a.keywords,
  a.description,
  a.writer,
  a.source,
  IF(a.litpic LIKE '%defaultpic.gif', '', a.litpic) AS litpic,
  a.flag,
  b.redirecturl,
  a.arcrank,
  IF(
    a.ismake = -1 OR a.arcrank <> 0 OR a.money > 0,
    '',
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
      IF(
        a.filename = '',
        LOWER(t.namerule),
        CONCAT(
          LEFT(LOWER(t.namerule), CHAR_LENGTH(t.namerule) - CHAR_LENGTH(SUBSTRING_INDEX(t.namerule, '/', -1))),
          a.filename,
          '.html'
        )
      ),
      '{typedir}', REPLACE(t.typedir, '{cmspath}', '')),
      '{y}', FROM_UNIXTIME(a.senddate, '%Y')),
      '{m}', FROM_UNIXTIME(a.senddate, '%m')),
      '{d}', FROM_UNIXTIME(a.senddate, '%d')),
      '{timestamp}', a.senddate),
      '{aid}', a.id)
  ) AS address
FROM dede_archives a
JOIN dede_addonarticle b ON b.aid = a.id
LEFT JOIN dede_arctype t ON t.id = a.typeid
WHERE a.channel = 1
ORDER BY a.id;
