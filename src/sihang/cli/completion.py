"""`sihang completion`: the script that makes a shell complete our commands, options and package ids."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(epilog="例 / example:\n\n\b\n  echo 'eval \"$(sihang completion bash)\"' >> ~/.bashrc")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """输出补全脚本，装进 shell 的启动文件即可。 / Print the completion script of a shell."""
    from sihang.cli.main import cli

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"不支持 / not supported: {shell}")
    click.echo(kind(cli, {}, "sihang", "_SIHANG_COMPLETE").source())
