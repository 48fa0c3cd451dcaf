/** What is said of pictures that come into the text. */
import { inLanguage } from '../language'

const zh = {
  sending: (name: string) => `正在上传图片 ${name}`,
  notTaken: (name: string, why: string) => `图片 ${name} 没有收下：${why}`,
  noPictures: (names: string[]) => `不是图片，没有插入：${names.join('、')}`,
  bringing: (count: number) => `正在把 ${count} 张网上的图片存进图库…`,
  brought: '网上的图片都已存进图库。',
  notBrought: (addresses: string[], why: string) =>
    `有 ${addresses.length} 张图片没能存进图库，仍是原来的地址（${addresses.join('、')}）：${why} 请把图片存到电脑上，再拖进来。`,
  unreachable: (count: number) =>
    `文档里有 ${count} 张图片，浏览器拿不到它们的文件，原处写着“［图片］”。请在文档里逐张复制，或把图片文件拖进来。`,
  whatItShows: '这张图片上是什么？',
  hint: '给看不见图片的读者，一两句话。',
  keep: '写上',
  decorates: '只作装饰',
  later: '以后再写',
  panel: '图片说明',
}

const en: typeof zh = {
  sending: (name) => `Sending the picture ${name}`,
  notTaken: (name, why) => `The picture ${name} was not taken: ${why}`,
  noPictures: (names) => `No pictures, and not put in: ${names.join(', ')}`,
  bringing: (count) =>
    count === 1
      ? 'Bringing a picture from the web into the library…'
      : `Bringing ${count} pictures from the web into the library…`,
  brought: 'All pictures from the web are in the library.',
  notBrought: (addresses, why) =>
    `${addresses.length === 1 ? 'One picture' : `${addresses.length} pictures`} could not be brought into the library, and the text still has the address (${addresses.join(', ')}): ${why} Save the file on your computer, and drop it here.`,
  unreachable: (count) =>
    `${count === 1 ? 'The document has a picture whose file' : `The document has ${count} pictures whose files`} a browser cannot have: “[picture]” stands in the place. Copy each by itself in the document, or drop the file here.`,
  whatItShows: 'What does this picture show?',
  hint: 'For readers who cannot see it, in a sentence or two.',
  keep: 'Apply',
  decorates: 'It only decorates',
  later: 'Later',
  panel: 'What a picture shows',
}

export const WORDS = inLanguage({ zh, en })
