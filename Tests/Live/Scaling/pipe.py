"""The lines of docs/scaling.md: pipe.py COMMAND TICKETS RESULT PARTS"""
import sys

from pyspark import SparkContext

command, tickets, result, parts = sys.argv[1:]
spark = SparkContext("local[2]")
lines = spark.textFile(tickets, int(parts))
lines.pipe(command, checkCode=True).saveAsTextFile(result)
