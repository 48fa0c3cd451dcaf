/** Pictures sent to the newsroom from the desk, or fetched for it. */
import { inLanguage } from '../language'

/** A picture that is kept now, or was before: then with the words that it had. */
export interface Uploaded {
  hash: string
  width: number
  height: number
  alt: string | null
  /** Where a small view of it is. */
  path: string
}

/** Why it is not, in sentences. */
export interface Refused {
  faults: string[]
}

const WORDS = inLanguage({
  zh: {
    offline: '连不上编辑部，图片没有传上去。请检查网络，再试一次。',
    unclear: '编辑部没有收下图片。请另开一页重新登录，再试一次。',
  },
  en: {
    offline: 'The newsroom cannot be reached, and the picture was not sent. Try again.',
    unclear:
      'The newsroom did not take the picture. Sign in again on another page, and try once more.',
  },
})

interface Said {
  /** What it shows; empty if it only decorates, null if that is not said yet. */
  alt: string | null
  /** How much of it is sent, from 0 to 1. */
  onProgress?(share: number): void
}

/** Sends a picture. */
export function uploadPicture(file: File, { alt, onProgress }: Said): Promise<Uploaded | Refused> {
  const form = new FormData()
  form.append('file', file)
  if (alt === '') form.append('decorates', 'yes')
  else if (alt !== null) form.append('alt', alt)
  return inTurn(() => post('/desk/pictures/upload', form, onProgress))
}

/** Has the newsroom fetch a picture from an address on the web. */
export function bringPicture(url: string): Promise<Uploaded | Refused> {
  const form = new FormData()
  form.append('url', url)
  return inTurn(() => post('/desk/pictures/bring', form))
}

/** How many are under way at a time: they share one connection with what is being saved. */
const AT_A_TIME = 2

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_A_TIME) await new Promise<void>((resolve) => waiting.push(resolve))
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

/** Not by `fetch`, which does not tell how much is sent. */
function post(
  path: string,
  form: FormData,
  onProgress?: (share: number) => void,
): Promise<Uploaded | Refused> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total ? loaded / total : 0)
    request.onerror = () => resolve({ faults: [WORDS.offline] })
    request.onload = () => {
      const said = request.response as Uploaded | Refused | null
      const isMeant = said && ('hash' in said || Array.isArray(said.faults))
      resolve(isMeant ? said : { faults: [WORDS.unclear] })
    }
    request.send(form)
  })
}
