"""Plays api.weixin.qq.com and api.mch.weixin.qq.com over HTTP with real signatures. Imports nothing from app/."""
