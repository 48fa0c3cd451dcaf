/** Which pictures of what is pasted are any, and what is said of them. */
import { styleOf } from './styles'

/** Names that programs give: they say nothing of what a picture shows. */
const NO_ALT =
  /^(?:图片|图像|圖片|微信图片|微信截图|截图|截屏|image|img|picture|graphic|screenshot|photo|descr?|说明:?)?[\s_\-()（）\d]*(?:\.\w{2,5})?$/i

/** A picture's address as it may be asked for; null where there is none to be had. */
export function sourceOf(picture: Element): string | null {
  const src = (picture.getAttribute('src') ?? '').trim().replace(/^\/\//, 'https://')
  if (/^picture:[0-9a-f]{64}$/.test(src)) return src
  if (/^data:image\/(?:png|jpe?g|gif|webp|avif|bmp|heic)[;,]/i.test(src)) return src
  return /^https?:\/\/[^/]/i.test(src) ? src : null
}

/** What a picture is said to show; null where nobody said it. */
export function altOf(picture: Element): string | null {
  const alt = (picture.getAttribute('alt') ?? '').trim().replace(/\s+/g, ' ')
  return NO_ALT.test(alt) ? null : alt
}

/** Dividers' dots and counters, and what only keeps a place until a script has come: nobody would miss them. */
export function isSpeck(picture: Element): boolean {
  const style = styleOf(picture)
  const isThin = ['width', 'height'].some((side) =>
    /^[012](?:\.\d+)?(?:px)?$/.test(style.get(side) ?? picture.getAttribute(side) ?? ''),
  )
  const src = picture.getAttribute('src') ?? ''
  return isThin || src === '' || /^data:image\/svg/i.test(src)
}
