"""The mini-program's server API at WeChat: login, codes, content check, shipping notice."""
