"""The product as people meet it: real pages, a real server, a real browser."""
