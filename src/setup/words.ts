/** What the set-up page says, in the two languages of the desk. */
import type { Lack } from '../site/origin'

interface Words {
  title: string
  /** Where the other language is. */
  skip: string
  state: Record<Lack, string>
  open: string
  /** A comment in the example, above `SITE_URL`. */
  address: string
  name: string
  description: string
  zone: string
  deploy: string
  signIn: string
  host: string
}

export const WORDS: Record<'zh-CN' | 'en', Words> = {
  'zh-CN': {
    title: '还差一步，就能开张了',
    skip: '中文',
    state: {
      unset:
        '程序已经部署好了，只是它还不知道自己的网址。设好网址之前，读者只会看到这一页，搜索引擎不会收录，谁也不能登录或发稿。',
      unreadable:
        '程序已经部署好了，但 SITE_URL 写得不对：它只能是协议加域名，后面什么都不带。改好之前，读者只会看到这一页，搜索引擎不会收录，谁也不能登录或发稿。',
    },
    open: '打开 wrangler.toml，把这几行改成您自己的。如果是点按钮部署的，它在 Cloudflare 替您新建的那个代码仓库里，在网页上就能改。',
    address: '现在这个地址；有自己的域名，就写域名',
    name: '临江新闻',
    description: '临江区的新闻、社区生活、文化与公告',
    zone: 'Asia/Shanghai',
    deploy:
      '重新部署：点按钮部署的，提交这次改动就行，Cloudflare 会自动部署；从自己电脑上部署的，运行 npm run deploy。',
    signIn: '登录：部署日志的最后有一个登录链接，一小时内有效，只能用一次。打开它，就进了编辑台。',
    host: '上面的网址，是您打开这一页时所用的地址。只有这一页会这样写；设好以后，站内所有网址都以 SITE_URL 为准。详见 docs/deploying.zh-CN.md。',
  },
  en: {
    title: 'One more step, and you are open',
    skip: 'English',
    state: {
      unset:
        'The newsroom is deployed, but does not know its own address yet. Until you set it, readers see this page and nothing else, search engines keep out, and nobody can sign in or post.',
      unreadable:
        'The newsroom is deployed, but SITE_URL cannot be read: it must be a scheme and a host, with nothing after them. Until you mend it, readers see this page and nothing else, search engines keep out, and nobody can sign in or post.',
    },
    open: 'Open wrangler.toml, and make these lines your own. If you deployed with the button, it is in the repository that Cloudflare made for you, and can be edited there in the browser.',
    address: 'where you are now; or your own domain',
    name: 'The Linjiang Gazette',
    description: 'News, culture and notices of Linjiang',
    zone: 'Europe/London',
    deploy:
      'Deploy again. After the button: commit the change, and Cloudflare deploys it by itself. From a clone: npm run deploy.',
    signIn:
      'Sign in. The deployment’s log ends with a link that works once, within an hour. It opens the desk.',
    host: 'The address above is the one you opened this page at. No other page does that: once SITE_URL is set, every address comes from there. More in docs/deploying.md.',
  },
}
