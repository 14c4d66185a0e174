"""Documents made to break readers: damage, bombs, loops and lies. Each module has `made(r)` or `of(files, r)`."""
