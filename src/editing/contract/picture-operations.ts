/** The operations on pictures. */
import type { Operation } from './operation'
import { picturesInput } from './picture-input'

const shown: Operation['answers'] = {
  200: { what: 'The picture as it is now.', schema: 'Picture' },
}

export const PICTURES: Operation[] = [
  {
    id: 'listPictures',
    tag: 'Pictures',
    method: 'get',
    path: '/pictures',
    summary: 'List pictures',
    description: 'The newest first; under a filter in no order that means anything.',
    scopes: null,
    query: picturesInput,
    answers: { 200: { what: 'A page of the list.', schema: 'PictureList' } },
    problems: ['invalid-input'],
  },
  {
    id: 'sendPicture',
    tag: 'Pictures',
    method: 'post',
    path: '/pictures',
    summary: 'Send a picture',
    description:
      'Its bytes as they are (`alt` and `name` in the query), a form with the file as `picture`, or JSON with the `url` to fetch it from. JPEG, PNG, WebP, GIF and AVIF, 20 MB and 50 megapixels at most; what says where, when and with what it was taken is cut out before anything is kept. The same picture sent again is the same picture.',
    scopes: ['articles:write'],
    idempotent: true,
    body: {
      schema: 'PictureByUrl',
      example: { url: 'https://example.org/harbour.jpg', alt: '清晨的码头，一只渡船靠岸' },
      others: { 'multipart/form-data': 'PictureForm', 'image/*': null },
    },
    answers: {
      200: { what: 'It was there already.', schema: 'Picture' },
      201: { what: 'Kept.', schema: 'Picture', headers: ['Location'] },
    },
    problems: [
      'conflict',
      'busy',
      'pictures-unavailable',
      'idempotency-key-reused',
      'answer-erased',
    ],
  },
  {
    id: 'getPicture',
    tag: 'Pictures',
    method: 'get',
    path: '/pictures/{hash}',
    summary: 'Read what is known of a picture, and which articles show it',
    scopes: null,
    answers: { 200: { what: 'The picture.', schema: 'PictureWithUses' } },
    problems: ['not-found'],
  },
  {
    id: 'getPictureFile',
    tag: 'Pictures',
    method: 'get',
    path: '/pictures/{hash}/files/{name}',
    summary: 'Read a file of a picture',
    description:
      '`original`: as it is kept, whose SHA-256 is the hash; and those made of it, as a line of an export names them.',
    scopes: ['export:read'],
    answers: {
      200: { what: 'The bytes.', schema: 'PictureFile', type: 'application/octet-stream' },
    },
    problems: ['not-found'],
  },
  {
    id: 'describePicture',
    tag: 'Pictures',
    method: 'patch',
    path: '/pictures/{hash}',
    summary: 'Say what a picture shows',
    description:
      'For articles that are written from now on and do not say it themselves. Those there are stay as they are.',
    scopes: ['articles:write'],
    body: {
      type: 'application/merge-patch+json',
      schema: 'PictureChange',
      example: { alt: '清晨的码头，一只渡船靠岸' },
    },
    answers: shown,
    problems: ['not-found'],
  },
  {
    id: 'removePicture',
    tag: 'Pictures',
    method: 'delete',
    path: '/pictures/{hash}',
    summary: 'Remove a picture that no article shows',
    description:
      'Nobody need do so: one that no article has shown for thirty days goes by itself. For one that was taken down, with `articles:withdraw`, it lifts that: it may be sent again.',
    scopes: ['articles:write'],
    answers: { 200: { what: 'The picture, as it was.', schema: 'Picture' } },
    problems: ['not-found', 'conflict'],
  },
  {
    id: 'takeDownPicture',
    tag: 'Pictures',
    method: 'post',
    path: '/pictures/{hash}/takedown',
    summary: 'Take a picture down, whoever shows it',
    description:
      'Its files are removed and the edge is purged; articles are shown without it, and it is not taken again. A browser that has it keeps it. Takes a key for all sections.',
    scopes: ['articles:withdraw'],
    answers: { 200: { what: 'The picture, as it was.', schema: 'Picture' } },
    problems: ['not-found'],
  },
]
