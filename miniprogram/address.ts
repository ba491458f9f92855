// The server's addresses, one for each edition of the mini-program. A deployer changes this file and nothing else.

type Edition = 'develop' | 'trial' | 'release'

export const ADDRESSES: Record<Edition, string> = {
  develop: 'http://127.0.0.1:8000', // WeChat's developer tools, with「不校验合法域名」switched on
  trial: 'https://diandian.example',
  release: 'https://diandian.example',
}
