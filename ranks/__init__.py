"""Training on many ranks, with MPI.

pip install -r ranks/requirements.txt
mpirun -n 2 python -m mpi4py -m ranks.train weights.npz
"""
