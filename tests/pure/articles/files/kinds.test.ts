import { describe, expect, test } from 'vitest'
import { MAX_BYTES } from '../../../../src/articles/files/bounds'
import { faultOf, join, text } from './files'

const long = (start: string) => text(start.padEnd(64, ' '))

describe('an editor is told', () => {
  test.each([
    ['<svg xmlns="http://www.w3.org/2000/svg">', /^is an SVG drawing, which can hold scripts/],
    ['\xef\xbb\xbf<?xml version="1.0"?><!-- a --><svg>', /^is an SVG drawing/],
    ['\n<!DOCTYPE html><svg>', /^is a web page/],
    ['<?xml version="1.0"?><note>', /^is XML/],
    ['%PDF-1.7', /^is a PDF/],
    ['II*\0', /^is a TIFF/],
    ['MM\0*', /^is a TIFF/],
    ['BM', /^is a BMP/],
    ['\0\0\x01\0', /^is an icon/],
    ['\xff\x0a', /^is JPEG XL/],
    ['\0\0\0\x0cJXL \x0d\x0a\x87\x0a', /^is JPEG XL/],
    ['\x1aE\xdf\xa3', /^is a film/],
    ['\0\0\0\x14ftypqt  ', /^is a film/],
    ['PK\x03\x04', /^is a ZIP archive/],
    ['RIFF\0\0\0\0WAVE', /^is of no kind we know/],
    ['photo.jpg', /^is of no kind we know/],
  ])('what was sent instead of a picture, and what to send: %j', (start, fault) => {
    expect(faultOf(long(start))).toMatch(fault)
    expect(faultOf(long(start))).toMatch(/send|link/)
  })

  test('that a picture is empty, too short or too long', () => {
    expect(faultOf(new Uint8Array())).toMatch(/^is empty/)
    expect(faultOf(text('GIF89a'))).toMatch(/^is too short/)
    const most = join(long('%PDF-'), new Uint8Array(MAX_BYTES - 64))
    expect(faultOf(most)).toMatch(/^is a PDF/)
    expect(faultOf(join(most, '\0'))).toMatch(/^has more than 20 MB/)
  })
})
