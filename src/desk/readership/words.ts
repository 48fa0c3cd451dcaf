/** What the page of readership says. */
import type { Words } from '../context'

export const WORDS = {
  zh: {
    all: (views: string) => `最近 24 小时，文章页面被打开了约 ${views} 次。读得最多的：`,
    views: (views: string) => `约 ${views} 次`,
    hint: '数字来自 Cloudflare 的抽样统计，不用 Cookie，也不用脚本。没有被拦下的爬虫也算在内；一个人打开几次就算几次。',
    fault: (fault: string) => `现在看不到阅读量。Cloudflare 的回答：${fault}`,
    faultHint:
      '请过一会儿再试。如果一直这样，请管理网站的人检查 ANALYTICS_ZONE 和 ANALYTICS_TOKEN。',
  },
  en: {
    all: (views: string) =>
      `In the last 24 hours, articles were opened about ${views} times. The most read:`,
    views: (views: string) => `about ${views} times`,
    hint: 'The figures are samples of Cloudflare’s, taken without cookies or scripts. Crawlers that nobody turned away are among them, and who opens a page twice counts twice.',
    fault: (fault: string) => `Readership cannot be shown right now. Cloudflare says: ${fault}`,
    faultHint:
      'Try again in a while. If it stays so, have whoever runs the site look at ANALYTICS_ZONE and ANALYTICS_TOKEN.',
  },
} satisfies Words<Record<string, unknown>>
