/** What is wrong with a picture that was sent: ends of sentences that begin with it. */
import type { Sentence } from './sentence'

const SEND = 'send it as JPEG, PNG or WebP'
const ZH_SEND = '请另存为 JPEG、PNG 或 WebP 再传'
const UNSHOWN = 'which most browsers do not show'
const ZH_UNSHOWN = '多数浏览器显示不了'

/** What a file is in place of a picture: src/articles/files/kinds.ts. */
const KINDS: Sentence[] = [
  [`is HEIC, ${UNSHOWN}; ${SEND}`, `是 HEIC 格式，${ZH_UNSHOWN}；${ZH_SEND}`],
  ['is a PDF; send its page as PNG or JPEG', '是 PDF 文件；请把要用的那一页存成 PNG 或 JPEG 再传'],
  [`is a TIFF or a camera’s raw file; ${SEND}`, `是 TIFF 或相机的原始文件；${ZH_SEND}`],
  [`is a BMP, which is not packed; ${SEND}`, `是未压缩的 BMP 文件；${ZH_SEND}`],
  ['is an icon (ICO); send it as PNG', '是图标文件（ICO）；请存成 PNG 再传'],
  ['is a cursor (CUR); send it as PNG', '是鼠标指针文件（CUR）；请存成 PNG 再传'],
  [`is JPEG XL, ${UNSHOWN}; ${SEND}`, `是 JPEG XL 格式，${ZH_UNSHOWN}；${ZH_SEND}`],
  [`is JPEG 2000, ${UNSHOWN}; ${SEND}`, `是 JPEG 2000 格式，${ZH_UNSHOWN}；${ZH_SEND}`],
  [
    'is a film (WebM or Matroska); send one frame of it as JPEG, or link to it',
    '是视频（WebM 或 Matroska）；请截一帧存成 JPEG 再传，或改用链接',
  ],
  [
    'is a film (MP4 or QuickTime); send one frame of it as JPEG, or link to it',
    '是视频（MP4 或 QuickTime）；请截一帧存成 JPEG 再传，或改用链接',
  ],
  [`is a Photoshop file; ${SEND}`, `是 Photoshop 文件；${ZH_SEND}`],
  [
    'is a ZIP archive or an office document; send the picture in it',
    '是压缩包或办公文档；请把里面的图片单独存出来再传',
  ],
  ['is a web page; send the picture on it', '是网页；请把网页上的图片存下来再传'],
  [`is XML; ${SEND}`, `是 XML 文件；${ZH_SEND}`],
  [
    'is an SVG drawing, which can hold scripts; send it as PNG or WebP',
    '是 SVG 图形，里面可能带有程序；请存成 PNG 或 WebP 再传',
  ],
  [`is of no kind we know; ${SEND}`, `不是认得出的图片格式；${ZH_SEND}`],
  [
    'is a kind of JPEG that browsers do not show; save it as a baseline or progressive JPEG',
    '是浏览器显示不了的一种 JPEG；请另存为普通的 JPEG 再传',
  ],
]

/** What is wrong with a file: src/articles/files. */
const FILES: Sentence[] = [
  ['is empty; send the bytes of a file', '是空文件，请重新选择', 'is empty; choose the file again'],
  ['is too short to be a picture; send the whole file', '太短，不是完整的图片；请传完整的文件'],
  [
    'has more than {n} MB; send it smaller or packed more tightly',
    '超过 {n} MB；请缩小或压缩后再传',
  ],
  ['is cut short; send the whole file', '不完整，后面缺了一截；请传完整的文件'],
  ['is damaged; save it anew and send that', '已损坏；请用软件打开，另存一份再传'],
  [
    'is in more than {n} pieces; save it anew and send that',
    '内部的数据块超过 {n} 个；请用软件打开，另存一份再传',
  ],
  [
    'has many frames larger than itself; save it anew and send that',
    '有许多帧比画面还大；请用软件打开，另存一份再传',
  ],
  [
    'has no still to begin with; save it anew as AVIF, or as WebP',
    '里没有可以先显示的静止画面；请另存为 AVIF 或 WebP 再传',
  ],
  ['has sound or other tracks in it; send it without', '里带有声音或其他轨道；请去掉后再传'],
  [
    'is {n} × {n2} pixels, so there is nothing to see; save it anew',
    '的尺寸是 {n} × {n2} 像素，什么也看不到；请另存一份再传',
  ],
  [
    'is {n} × {n2} pixels; send it with at most {n3} on each side',
    '的尺寸是 {n} × {n2} 像素；请缩小到每边最多 {n3} 像素再传',
  ],
  [
    'is {n} × {n2} pixels; send it with at most {n3} in all',
    '的尺寸是 {n} × {n2} 像素；请缩小到总共最多 {n3} 像素再传',
  ],
  [
    'has more than {n} frames; send fewer, or link to a film',
    '的动画超过 {n} 帧；请减少帧数，或改用视频链接',
  ],
  [
    'is {n} × {n2} pixels in more than {n3} frames; send it smaller or shorter',
    '的尺寸是 {n} × {n2} 像素，又超过 {n3} 帧；请缩小或缩短动画再传',
  ],
  [
    'is {n} × {n2}; it must be the same picture, {x} or as many pixels wide',
    '的尺寸是 {n} × {n2}；必须是同一张图片，宽度是 {x} 像素或与原图相同',
  ],
  ['is there twice', '有两张同样宽的'],
  ['must be a JPEG of {n} × {n2}', '必须是 {n} × {n2} 像素的 JPEG'],
]

/** What is wrong with an address to fetch one from: src/editing/receiving. */
const FETCHED: Sentence[] = [
  [
    'leads to a file of more than {n} MB; send it smaller or packed more tightly',
    '指向的文件超过 {n} MB；请缩小或压缩后再传',
  ],
  [
    'gave no whole file within {n} seconds; send it again, or send the file of the picture',
    '在 {n} 秒内没有传完文件；请再试一次，或把图片下载后上传',
  ],
  [
    'cannot be reached, or broke off; see whether it opens in a browser, and send it again',
    '打不开，或中途断了；请看看浏览器能否打开，再试一次',
  ],
  [
    'redirects to an address that {fault}',
    '会跳转到别的网址，那个网址{fault}',
    'redirects to an address that {fault}',
  ],
  [
    'redirects more than {n} times; send the address it ends at',
    '跳转超过 {n} 次；请填写最后跳到的网址',
  ],
  [
    'redirects from https to http; send the file of the picture',
    '会从 https 跳到不加密的 http；请把图片下载后上传',
  ],
  [
    'answers {n}, not with a picture; see whether it opens in a browser, or send the file',
    '返回的不是图片（状态码 {n}）；请看看浏览器能否打开，或把图片下载后上传',
  ],
  [
    'is a web page; send the address of the picture on it',
    '是网页的地址；请填写网页上那张图片的地址',
  ],
  ['leads to an empty file; send the address of a picture', '指向空文件；请填写图片的地址'],
  [
    'cannot be read as an address; send it whole, like https://example.com/picture.jpg',
    '不是有效的网址；请填写完整，例如 https://example.com/picture.jpg',
  ],
  [
    'does not begin with https:// or http://; send the address of a picture on the web',
    '没有以 https:// 或 http:// 开头；请填写网上图片的地址',
  ],
  ['holds a name or a password; send it without', '里带有用户名或密码，请去掉'],
  [
    'names port {n}; send an address at the usual one of its scheme',
    '写明了端口 {n}；请填写不带端口的网址',
  ],
  [
    'leads to this newsroom itself; name the picture by its hash, or send its file',
    '指向本站；请从图片库里选，或上传文件',
    'leads to this newsroom itself; choose the picture among its pictures, or send its file',
  ],
  [
    'is not on the public internet; send the file of the picture',
    '不在公开的互联网上；请把图片下载后上传',
  ],
]

export const SENT = [...KINDS, ...FILES, ...FETCHED]
