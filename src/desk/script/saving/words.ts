/** What the form says of what is typed in it, and where that is kept. */

import { inLanguage } from '../language'

const zh = {
  kept: '已存在这个浏览器里。',
  unkept: '这个浏览器里存不下（隐私窗口，或者空间不够），只能存到服务器上。',
  nowhere: '还没有存下来：这个浏览器里存不下，服务器也没有回应。请不要关闭这一页。',
  server: (at: string) => `已存到服务器，${at}（还没有保存成新的一版）。`,
  offline: '没有网络。内容存在这个浏览器里，网络恢复以后会存到服务器上。',
  failing: '服务器暂时没有回应。内容存在这个浏览器里，会再试。',
  refused: (why: string) => `只存在这个浏览器里。${why}`,
  signedOut: '您的登录已经过期。内容存在这个浏览器里。',
  signIn: '在新的标签页里登录',
  elsewhere: (at: string) =>
    `这篇文章在另一个标签页或另一台设备上又写过（${at}）。那边的没有被覆盖；这里的存在这个浏览器里。`,
  settled: '这里写的内容已经在另一个标签页或另一台设备上保存或丢弃了。这一页上的存在这个浏览器里。',
  theirs: '用那边的',
  saved: '看现在保存着的',
  mine: '用这里的',
  restored: (at: string) => `${at} 写下而没有保存的内容，已经从这个浏览器里取回。`,
  undo: '撤销取回',
  undone: '现在是服务器上的内容。',
  again: '再取回来',
  offered: (at: string) => `这个浏览器里还存着 ${at} 写下的另一份内容。`,
  take: '取回来',
  drop: '丢弃它',
  begun: (at: string) => `这个浏览器里存着一篇没有保存的新文章，写于 ${at}。`,
  open: '打开',
  waiting: '正在等网络，然后就发送。内容存在这个浏览器里。',
  sending: '正在发送……',
  callOff: '先不发送',
  also: '这篇文章在另一个标签页里也开着。',
  typed: '您刚才在另一个标签页里写了这篇文章。',
  moved: '在那以后有人保存了新的一版；您按保存时，会先看到两边的比较。',
}

const en: typeof zh = {
  kept: 'Kept in this browser.',
  unkept: 'This browser cannot keep it (a private window, or no room left); the server alone can.',
  nowhere:
    'Not kept anywhere yet: this browser cannot, and the server does not answer. Leave this page open.',
  server: (at: string) => `Kept on the server, ${at} (not saved as a revision yet).`,
  offline: 'No network. Your text is kept in this browser, and goes to the server once there is.',
  failing:
    'The server does not answer just now. Your text is kept in this browser; it tries again.',
  refused: (why: string) => `Kept in this browser only. ${why}`,
  signedOut: 'Your session has ended. Your text is kept in this browser.',
  signIn: 'Sign in, in a new tab',
  elsewhere: (at: string) =>
    `This was gone on with in another tab or on another device (${at}). Nothing there was overwritten; what stands here is kept in this browser.`,
  settled:
    'What was typed here has been saved or discarded in another tab or on another device. What stands here is kept in this browser.',
  theirs: 'Take the other',
  saved: 'See what is saved',
  mine: 'Keep this one',
  restored: (at: string) =>
    `What you typed at ${at} and did not save was brought back from this browser.`,
  undo: 'Undo that',
  undone: 'This is what the server has.',
  again: 'Bring it back',
  offered: (at: string) => `Another text, typed at ${at}, is kept in this browser.`,
  take: 'Bring it back',
  drop: 'Discard it',
  begun: (at: string) =>
    `A new article that you typed at ${at} and did not save is kept in this browser.`,
  open: 'Open it',
  waiting: 'Waiting for the network, then it is sent. Your text is kept in this browser.',
  sending: 'Sending…',
  callOff: 'Do not send it now',
  also: 'This article is also open in another tab.',
  typed: 'You have just typed in this article in another tab.',
  moved:
    'Since then somebody saved a revision: when you press Save, you will see both compared first.',
}

/** In the language of the page. */
export const WORDS = inLanguage({ zh, en })

/** A moment (milliseconds) on the clocks of a time zone: the time of today, or else with its day. */
export function clock(at: number, timeZone: string): string {
  const text = (of: number) => new Date(of).toLocaleString('sv-SE', { timeZone })
  const [day, time = ''] = text(at).split(' ')
  return day === text(Date.now()).split(' ')[0] ? time.slice(0, 5) : `${day} ${time.slice(0, 5)}`
}
