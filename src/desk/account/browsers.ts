/** What browsers call themselves, in a few words: enough to know one's own again. */
import type { DeskLanguage } from '../door/sessions'

/** By what stands in `User-Agent`. The order counts: most claim to be Chrome, and all to be Safari. */
const BROWSERS: [RegExp, string, string?][] = [
  [/MicroMessenger\//, 'WeChat', '微信'],
  [/DingTalk/, 'DingTalk', '钉钉'],
  [/Lark\/|Feishu\//, 'Feishu', '飞书'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|OPT\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet', '三星浏览器'],
  [/HuaweiBrowser\/|ArkWeb\//, 'Huawei Browser', '华为浏览器'],
  [/MiuiBrowser\//, 'Mi Browser', '小米浏览器'],
  [/QQBrowser\//, 'QQ Browser', 'QQ浏览器'],
  [/UCBrowser\/|UCWEB/, 'UC Browser', 'UC浏览器'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const SYSTEMS: [RegExp, string][] = [
  [/OpenHarmony|HarmonyOS/, 'HarmonyOS'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** Like `Chrome on Windows`; whoever says something else, or nothing, is another browser. */
export function browserName(agent: string | null, language: DeskLanguage): string {
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent ?? ''))
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent ?? ''))?.[1]
  const isChinese = language === 'zh'
  const name = browser
    ? ((isChinese ? browser[2] : undefined) ?? browser[1])
    : isChinese
      ? '其他浏览器'
      : 'Another browser'
  if (!system) return name
  return isChinese ? `${system} 上的${/^\w/.test(name) ? ' ' : ''}${name}` : `${name} on ${system}`
}
