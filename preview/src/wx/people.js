// Who WeChat says the person is: since 2022 the same name and grey figure for everybody. Chosen pictures and names: profile.js.

import { ANYBODY } from '../runtime/components/open-data.js'
import { asynchronously } from './call.js'

/** @param {import('../runtime/host.js').Host} host */
export function createPeople(host) {
  const userInfo = () => ({ nickName: ANYBODY.name, avatarUrl: ANYBODY.picture, gender: 0, country: '', province: '', city: '', language: host.language })
  const told = () => ({ userInfo: userInfo(), rawData: JSON.stringify(userInfo()), signature: '', encryptedData: '', iv: '', cloudID: '' })
  host.answer('userInfo', () => ({ event: 'getuserinfo', detail: { errMsg: 'getUserInfo:ok', ...told() } }))
  return asynchronously(host, { getUserInfo: told, getUserProfile: told })
}
